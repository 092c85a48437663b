import type { ConsentId } from './consents.ts';
import type { Failure } from './failure.ts';
import type { GpuState } from './gpu.ts';
import type { JenkinsMode, Mode } from './mode.ts';
import type { StepIdentity } from './step-words.ts';

/** What the user asked for, stored before anything is done about it. */
export interface Intent {
  /** Grows with each request of the user; a newer one aborts the older between steps. */
  readonly id: number;
  readonly mode: Mode;
  /** What to come back to if `mode` does not come up. */
  readonly from: Mode;
  /** `pending`: begun, to be finished by anyone. `settled`: reached. `failed`: given up until the user asks again. */
  readonly state: 'pending' | 'settled' | 'failed';
  /** Ids of what the user consented to (`consents.ts`). */
  readonly consents: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `down` with `--volumes` or `--images`: what else of ours is removed. */
  readonly purge: readonly ('volumes' | 'images')[];
  /** Why the last request was given up. */
  readonly failure: Failure | null;
  /** Set where the GPUs could not be attached: why DinD runs without them. */
  readonly gpuless: Failure | null;
}

export type EngineState =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'connected';
      readonly version: string;
      readonly apiVersion: string;
      readonly host: string;
      readonly context: string;
    }
  | { readonly kind: 'unreachable'; readonly failure: Failure };

/** Why what is there differs from what was asked for. */
export interface DriftCause {
  /** The container, network, image… */
  readonly object: string;
  readonly current: string;
  readonly desired: string;
}

/** A step of a plan as people see it. */
export interface StepLine extends StepIdentity {
  /** Its line of the plan, in columns: for people, never to be parsed. */
  readonly text: string;
}

/** How a step of the running pass stands. */
export interface StepProgress extends StepLine {
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Milliseconds so far, or in all. */
  readonly elapsed: number;
}

export type JenkinsState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'converging';
      readonly from: Mode;
      readonly to: Mode;
      readonly step: string;
      readonly done: number;
      readonly total: number;
      readonly mode: Mode;
      /** Of the Jenkins that serves meanwhile; null while none does. */
      readonly url: string | null;
    }
  | { readonly kind: 'running'; readonly mode: JenkinsMode; readonly url: string; readonly version: string }
  | { readonly kind: 'restarting'; readonly mode: JenkinsMode; readonly url: string }
  | {
      readonly kind: 'drifted';
      readonly mode: Mode;
      readonly url: string | null;
      readonly version: string;
      readonly causes: readonly DriftCause[];
    }
  /** `url`: of the Jenkins that keeps running unchanged, where a change of it failed. */
  | { readonly kind: 'failed'; readonly mode: Mode; readonly failure: Failure; readonly url: string | null };

/** Where Jenkins' page is, if it has one now. */
export const pageOf = (jenkins: JenkinsState): string | null => ('url' in jenkins ? jenkins.url : null);

export interface Build {
  readonly job: string;
  readonly number: number;
  readonly url: string;
  readonly result: 'running' | 'success' | 'unstable' | 'failure' | 'aborted' | 'not-built';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds; so far, while it runs. */
  readonly duration: number;
  /** Milliseconds that Jenkins expects it to take; null when it has no idea. */
  readonly estimated: number | null;
}

export type BuildsState =
  | { readonly kind: 'unknown'; readonly why: string; readonly running: number }
  | { readonly kind: 'known'; readonly running: number; readonly list: readonly Build[] };

/** The pass that runs now: its steps, and the last lines of an image build. */
export type Activity =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'working';
      readonly to: Mode;
      readonly startedAt: number;
      readonly steps: readonly StepProgress[];
      readonly output: readonly string[];
      readonly cancellable: boolean;
    };

/** Something the user should know that is no failure of what they asked for. */
export interface Notice {
  /** Stable, so that a dismissed notice stays away. */
  readonly id: string;
  readonly failure: Failure;
}

/** The notices that say why a request was given up: how their ids begin. */
const GIVEN_UP = 'given-up-';
export const givenUpId = (intent: number): string => `${GIVEN_UP}${intent}`;
export const isGivenUp = ({ id }: Pick<Notice, 'id'>): boolean => id.startsWith(GIVEN_UP);

/** Everything that tray, window and command line show. Immutable, pushed whole. */
export interface Snapshot {
  readonly revision: number;
  /** Nothing was ever asked for: the window begins with the first start. */
  readonly firstTime: boolean;
  readonly intent: Mode;
  readonly engine: EngineState;
  readonly jenkins: JenkinsState;
  readonly builds: BuildsState;
  readonly gpu: GpuState;
  readonly activity: Activity;
  readonly notices: readonly Notice[];
}

/** Something that only the user may decide; asked before anything is disturbed. */
export interface Question {
  /** The consent that is asked for. */
  readonly id: ConsentId;
  /** One line: what will happen with the user's consent. */
  readonly text: string;
  /** More to know before answering. */
  readonly detail: string;
}

/** What would be done, for people: lines of the plan, what must be answered, what makes it impossible. */
export interface Preview {
  /** The mode whose Jenkins runs now. */
  readonly from: Mode;
  readonly to: Mode;
  readonly steps: readonly StepLine[];
  /** Containers that stop, in their order. */
  readonly stops: readonly string[];
  /** Containers that start, in their order. */
  readonly starts: readonly PreviewStart[];
  /** Images that are built first; minutes, where the base must be fetched. */
  readonly images: readonly string[];
  readonly questions: readonly Question[];
  readonly blocks: readonly Failure[];
  /** Seconds that no page is expected to answer; null when the page is not interrupted. */
  readonly awaySeconds: number | null;
  readonly builds: BuildsState;
}

/** A container that a plan starts: `127.0.0.1:8081 → 8080`, `/srv/home → /var/jenkins_home`. */
export interface PreviewStart {
  readonly name: string;
  readonly ports: readonly string[];
  readonly mounts: readonly string[];
}

/** One check of the doctor. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found. */
  readonly detail: string;
  readonly failure: Failure | null;
}
