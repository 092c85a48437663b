import { assertNever } from '../../shared/failure.ts';
import { count } from '../../shared/format.ts';
import { shortIds } from '../../shared/short-ids.ts';
import type { DriftCause, StepLine } from '../../shared/snapshot.ts';
import type { RestartPolicy } from '../world/engine.ts';
import type { HostJenkins } from '../world/host.ts';
import type { ContainerRole, ContainerSpec, ImageSpec, NetworkSpec, VolumeSpec } from '../world/specs.ts';

/** One action with its reason: a line of a plan. No step removes a home or a data mount. */
export type Step = { readonly cause: DriftCause } & StepWork;

type StepWork =
  /**
   * `twin`: an image that is what would be built, by name or id; it gets a further name. Null: it is built. `also`: the
   * names of the other modes, which it gets as well. `update`: when that was asked for; null: it was not. `keepsBase`: it is
   * built from the base as it is here.
   */
  | {
      readonly kind: 'build-image';
      readonly spec: ImageSpec;
      readonly twin: string | null;
      readonly also: readonly string[];
      readonly update: number | null;
      readonly keepsBase?: boolean;
    }
  | { readonly kind: 'create-network'; readonly spec: NetworkSpec }
  | { readonly kind: 'create-volume'; readonly spec: VolumeSpec }
  /** Compares the plugins of a home with the image's, before anything stops. `consents`: what was decided about them. */
  | {
      readonly kind: 'compare-plugins';
      readonly home: string;
      /** The home that is to be copied there, which is compared instead; null: none is. */
      readonly from: string | null;
      readonly image: string;
      readonly isTakenOver: boolean;
      readonly consents: readonly string[];
    }
  /** Puts back the plugins and settings that a Jenkins which never became ready had replaced. */
  | { readonly kind: 'put-back-plugins'; readonly home: string; readonly image: string; readonly keptAs: string }
  | {
      readonly kind: 'check-home';
      readonly home: string;
      readonly image: string;
      readonly chown: boolean;
      /** The heartbeat of a dead computer, from which the home is taken over; null: none. */
      readonly release: string | null;
      /** Whether an update builds the image. */
      readonly updated: boolean;
      /** The id of a home on which Jenkins has run; without its marker it is not this home. */
      readonly known: string | null;
    }
  /** Copies another Jenkins' home, `from` a folder or the name of a volume; `name`: that Jenkins. */
  | {
      readonly kind: 'copy-home';
      readonly home: string;
      readonly from: string;
      /** The folder's paths, by which links in it may name it. */
      readonly formerly: readonly string[];
      readonly name: string;
      readonly image: string;
    }
  /**
   * Takes a snapshot of the home before an upgrade or a change of the mode. `jenkins`: it runs, and starts no builds meanwhile;
   * null: none runs. Made once: before Jenkins stops, or, where that was not possible, after it.
   */
  | {
      readonly kind: 'snapshot-home';
      readonly home: string;
      readonly image: string;
      readonly reason: 'upgrade' | 'switch';
      readonly jenkins: { readonly name: string; readonly id: string; readonly url: string } | null;
    }
  /** Puts a snapshot in place of the home, which is kept beside it; `isUndone`: makes that the home again. */
  | {
      readonly kind: 'restore-home';
      readonly home: string;
      readonly image: string;
      readonly snapshot: string;
      readonly isUndone: boolean;
    }
  /** Like `restore-home`, where the request itself is about a snapshot; the stored intent says how far it has come. */
  | { readonly kind: 'restore-snapshot'; readonly home: string; readonly snapshot: string; readonly isUndone: boolean }
  | { readonly kind: 'create-container'; readonly spec: ContainerSpec }
  | { readonly kind: 'start'; readonly name: string; readonly role: ContainerRole }
  | { readonly kind: 'unpause'; readonly name: string; readonly id: string }
  | { readonly kind: 'await-healthy'; readonly name: string; readonly seconds: number }
  | {
      readonly kind: 'drain';
      readonly name: string;
      readonly id: string;
      readonly url: string;
      readonly running: number | null;
      /** The builds that may be stopped; `any`: also unknown ones. */
      readonly agreed: readonly string[] | 'any';
      /** For how many minutes running builds are waited for, 0: until all have ended; null: they are not waited for. */
      readonly wait: number | null;
      /** Whether builds that are aborted are queued again. */
      readonly requeue: boolean;
      /** The containers that may have the home when another Jenkins starts there afterwards; null: any. */
      readonly users: readonly string[] | null;
    }
  | { readonly kind: 'stop'; readonly name: string; readonly id: string; readonly grace: number }
  | {
      readonly kind: 'await-ready';
      readonly name: string;
      readonly url: string;
      readonly seconds: number;
      /** The home if it may be new: Jenkins then waits for its secrets, and the new-home marker is removed once it is ready. */
      readonly fresh: string | null;
    }
  | { readonly kind: 'rename'; readonly name: string; readonly id: string; readonly to: string }
  /** Stops a Jenkins of this computer without a container, and keeps its unit from starting again. */
  | { readonly kind: 'stop-host'; readonly name: string; readonly jenkins: HostJenkins }
  | {
      readonly kind: 'end-leftover';
      readonly name: string;
      readonly id: string;
      /** What it uses: a folder of the home, as a build does, or the whole home. */
      readonly of: 'build' | 'home';
    }
  /** Keeps a container of ours under another name, without its restart policy. */
  | { readonly kind: 'put-aside'; readonly name: string; readonly id: string; readonly to: string }
  /** Gives a container of ours its own name, and its restart policy. */
  | {
      readonly kind: 'take-name';
      readonly name: string;
      readonly to: string;
      /** How it restarts from now on. */
      readonly restart: RestartPolicy;
    }
  | { readonly kind: 'await-removed'; readonly name: string; readonly id: string }
  | { readonly kind: 'write-context'; readonly name: string; readonly engine: string; readonly host: string }
  | { readonly kind: 'remove-context'; readonly name: string }
  | { readonly kind: 'remove-container'; readonly name: string; readonly id: string }
  | { readonly kind: 'remove-network'; readonly name: string }
  | { readonly kind: 'remove-volume'; readonly name: string }
  | { readonly kind: 'remove-image'; readonly name: string };

/** Whether a step only waits for an earlier one to take effect. */
export const onlyWaits = (step: Step): boolean => step.kind === 'await-ready' || step.kind === 'await-healthy';

/** A step's line of a plan: symbol and noun, the name of its object, details. */
function partsOf(step: Step): readonly [what: `${string} ${string}`, object: string, detail?: string] {
  switch (step.kind) {
    case 'build-image':
      return ['+ image', step.spec.reference, imageDetail(step)];
    case 'create-network':
      return ['+ network', step.spec.name];
    case 'create-volume':
      return ['+ volume', step.spec.name];
    case 'compare-plugins':
      return ['? plugins', step.home, 'compared with the image’s'];
    case 'put-back-plugins':
      return ['~ plugins', step.home, `back from ${step.keptAs}`];
    case 'check-home':
      return ['? home', step.home, step.chown ? 'ownership given to uid 1000' : 'writable as uid 1000'];
    case 'copy-home':
      return ['+ copy', step.home, `from ${step.from}, compared by checksums`];
    case 'snapshot-home':
      return ['+ snapshot', step.home, snapshotDetail(step)];
    case 'restore-home':
      return ['~ home', step.home, step.isUndone ? 'as before the way back' : `back from ${step.snapshot}`];
    case 'restore-snapshot':
      return ['~ home', step.home, step.isUndone ? 'as before the restore' : `as in ${step.snapshot}`];
    case 'create-container':
      return ['+ container', step.spec.name, step.spec.summary];
    case 'start':
      return ['> start', step.name];
    case 'unpause':
      return ['> resume', step.name];
    case 'await-healthy':
      return ['? healthy', step.name, `within ${step.seconds} s`];
    case 'drain':
      return ['! drain', step.name, drainDetail(step)];
    case 'stop':
      return ['> stop', step.name, `within ${step.grace} s`];
    case 'await-ready':
      return ['? ready', step.name, `${step.url}/login within ${step.seconds} s`];
    case 'rename':
      return ['~ rename', step.name, `to ${step.to}`];
    case 'put-aside':
      return ['~ aside', step.name, `as ${step.to}`];
    case 'take-name':
      return ['~ name', step.name, step.name === step.to ? 'restarts automatically' : `becomes ${step.to}`];
    case 'await-removed':
      return ['? removed', step.name];
    case 'stop-host':
      return ['> stop', step.name, step.jenkins.unit === null ? 'a process of this computer' : 'and disable it'];
    case 'end-leftover':
      return ['! end', step.name, step.of === 'build' ? 'left over from a build' : 'has the home mounted'];
    case 'write-context':
      return ['+ context', step.name, step.host];
    case 'remove-context':
      return ['- context', step.name];
    case 'remove-container':
      return ['- container', step.name];
    case 'remove-network':
      return ['- network', step.name];
    case 'remove-volume':
      return ['- volume', step.name];
    case 'remove-image':
      return ['- image', step.name];
    default:
      return assertNever(step);
  }
}

const snapshotDetail = ({ reason, jenkins }: Step & { kind: 'snapshot-home' }): string =>
  jenkins === null ? `before the ${reason}, unless it is made already` : `before the ${reason}, while Jenkins runs`;

function drainDetail({ running, wait }: Step & { kind: 'drain' }): string {
  const builds = running === null ? 'builds not known' : `${count(running, 'build')} running`;
  if (wait === null) return builds;
  return `${builds}, waits for them${wait === 0 ? '' : ` at most ${wait} min`}`;
}

function imageDetail({ spec, twin, update }: Step & { kind: 'build-image' }): string {
  if (twin !== null) return `same as ${shortIds(twin)}`;
  return `${update === null ? '' : 'anew '}from ${spec.base}`;
}

/** A step for views: its identity and its line of the plan. */
export function stepLine(step: Step): StepLine {
  const [what, object, detail = ''] = partsOf(step);
  return { kind: step.kind, object, detail, text: `${what.padEnd(12)} ${object.padEnd(23)} ${detail}`.trimEnd() };
}

/** A step's line of the plan. */
export const stepText = (step: Step): string => stepLine(step).text;
