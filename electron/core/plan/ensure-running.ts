import { consent, restartOf } from '../../shared/consents.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import type { Difference } from '../stack/composition.ts';
import { nextName } from '../stack/names.ts';
import type { ContainerFact, RestartPolicy } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { besideOf, chosenFor } from './candidates.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { engineTrouble, jenkinsTrouble } from './health.ts';
import { drainAndStop, isActive, leaving, removal, stop } from './removal.ts';
import { isUsable, reasonToReplace } from './replace.ts';
import { replacesByRequest } from './restore.ts';
import type { Step } from './steps.ts';

/** The steps to run a container as specified, in parts, so that a plan can put other steps between them. */
export interface EnsureRunning {
  /** Create it; a replacement gets another name as long as the old one runs. */
  readonly create: readonly Step[];
  /** Stop what must not run beside it, or must start again. */
  readonly end: readonly Step[];
  /** Free its name, and give the name to the container that runs next. */
  readonly swap: readonly Step[];
  readonly start: readonly Step[];
  /** Resume the container, if it is paused and otherwise as specified. */
  readonly resume: readonly Step[];
  /** Remove what it replaced, once it is proven. */
  readonly late: readonly Step[];
  /** The existing container that runs next, under whatever name; null for a new one. */
  readonly chosen: ContainerFact | null;
}

export const nothingToRun: EnsureRunning = {
  create: [],
  end: [],
  swap: [],
  start: [],
  resume: [],
  late: [],
  chosen: null,
};

/** `mode`: of a Jenkins, which is drained before it stops; null for other containers. */
export function ensureRunning(spec: ContainerSpec, mode: JenkinsMode | null, found: Findings): EnsureRunning {
  const existing = found.containerNamed(spec.name);
  const chosen = chosenFor(spec, found);
  const others = besideOf(spec.name, found).filter((it) => it !== chosen);
  const end = others
    .filter(isActive)
    .flatMap((it) => ending(it, mode, found, { current: 'running', desired: 'stopped' }));
  const late = others.map((it) => removal(it, found));
  if (existing === undefined && chosen === null) {
    const missing = { current: 'missing', desired: 'as configured' };
    return { ...nothingToRun, end, late, create: [create(spec, missing)], start: [start(spec, 'missing')] };
  }
  if (existing !== undefined && chosen === existing)
    return withOthers(asItIs(existing, spec, mode, found), { end, late });
  if (existing === undefined)
    return { ...nothingToRun, end, late, chosen, swap: taking(chosen, spec, found), start: [start(spec, 'put aside')] };
  return withOthers(replaced(existing, chosen, { spec, mode, found }), { end, late });
}

const withOthers = (part: EnsureRunning, others: Pick<EnsureRunning, 'end' | 'late'>): EnsureRunning => ({
  ...part,
  end: [...others.end, ...part.end],
  late: [...part.late, ...others.late],
});

/** The container that has the name stays. */
function asItIs(
  existing: ContainerFact,
  spec: ContainerSpec,
  mode: JenkinsMode | null,
  found: Findings,
): EnsureRunning {
  const unchanged = { ...nothingToRun, chosen: existing };
  const isReplaced = mode !== null && replacesByRequest(found);
  if (existing.state === 'paused' && !isReplaced) return { ...unchanged, resume: [unpause(existing)] };
  if (!isActive(existing))
    return { ...unchanged, swap: restartable(existing, found), start: [start(spec, existing.state)] };
  const reason = isReplaced ? 'on the home that is replaced' : null;
  const current =
    mode === null ? engineTrouble(existing) : (jenkinsTrouble(existing, found) ?? asked(existing, found) ?? reason);
  if (current === null) return unchanged;
  const restarted = { current, desired: 'restarted' };
  // Between two starts nothing runs in it, no build either.
  const end = ending(existing, existing.state === 'restarting' ? null : mode, found, restarted);
  return { ...unchanged, end, start: [start(spec, current)] };
}

/** Whether its restart is asked for and has not happened yet, as a state; null: no. */
const asked = ({ id, startedAt }: ContainerFact, { hasConsent }: Findings): string | null =>
  startedAt !== null && hasConsent(consent.startAnew(id, startedAt)) ? 'running' : null;

/** An interrupted change may have left it without its restart policy. */
function restartable(existing: ContainerFact, found: Findings): readonly Step[] {
  const wanted = restartOf(found.intent.consents, existing.id) ?? UNLESS_STOPPED;
  const lost = existing.made?.restart.name === 'no' && existing.state === 'exited' && wanted.name !== 'no';
  return lost ? taking(existing, existing, found) : [];
}

interface Replacing {
  readonly spec: ContainerSpec;
  readonly mode: JenkinsMode | null;
  readonly found: Findings;
}

/** Another container takes the name; the one that has it now is kept, stopped, until the new one is proven. */
function replaced(
  existing: ContainerFact,
  chosen: ContainerFact | null,
  { spec, mode, found }: Replacing,
): EnsureRunning {
  const reason = reasonToReplace(existing, spec, found) ?? { current: 'not proven', desired: 'as before the change' };
  const end = isActive(existing) ? ending(existing, mode, found, reason) : [];
  const { away, afterwards } = leaving(existing, spec, found, reason);
  const usual = { ...nothingToRun, end, late: afterwards, start: [start(spec, reason.current)], chosen };
  if (chosen !== null) return { ...usual, swap: [away, ...taking(chosen, spec, found)] };
  // What can never start again is not worth waiting for, and two nested engines never share their data.
  if (mode === null || !isUsable(existing, spec, found)) return { ...usual, swap: [away, create(spec, reason)] };
  return {
    ...usual,
    create: [...staleNext(spec, mode, found), create(spec, reason, nextName(spec.name))],
    swap: [away, take(nextName(spec.name), spec.name)],
  };
}

/** A replacement that an interrupted change left, and that nobody wants any more, has the name of the next one. */
function staleNext(spec: ContainerSpec, mode: JenkinsMode, found: Findings): readonly Step[] {
  const stale = found.containerNamed(nextName(spec.name));
  if (stale === undefined) return [];
  const why = { current: 'from an earlier change', desired: 'removed' };
  return [...(isActive(stale) ? ending(stale, mode, found, why) : []), removal(stale, found, why)];
}

const ending = (it: ContainerFact, mode: JenkinsMode | null, found: Findings, why: Difference): Step[] =>
  mode === null
    ? [stop(it, found.settings, why.desired, why.current)]
    : drainAndStop(it, mode, found, why.desired, why.current);

/** Resuming loses nothing, unlike a stop and a start. */
const unpause = ({ name, id }: ContainerFact): Step => ({
  kind: 'unpause',
  name,
  id,
  cause: cause(name, 'paused', 'running'),
});

export const start = ({ name, role }: Pick<ContainerSpec, 'name' | 'role'>, current: string): Step => ({
  kind: 'start',
  name,
  role,
  cause: cause(name, current, 'running'),
});

const create = (spec: ContainerSpec, { current, desired }: Difference, name = spec.name): Step => ({
  kind: 'create-container',
  spec: { ...spec, name },
  cause: cause(spec.name, current, desired),
});

const UNLESS_STOPPED: RestartPolicy = { name: 'unless-stopped', retries: 0 };

const take = (name: string, to: string, restart = UNLESS_STOPPED): Step => ({
  kind: 'take-name',
  name,
  to,
  restart,
  cause: cause(to, name === to ? 'kept from restarting' : 'put aside', 'restarted automatically'),
});

/** A hand-made container that comes back restarts as it did. */
const taking = (
  chosen: ContainerFact | null,
  { name }: { readonly name: string },
  { intent }: Pick<Findings, 'intent'>,
): readonly Step[] =>
  chosen === null ? [] : [take(chosen.name, name, restartOf(intent.consents, chosen.id) ?? UNLESS_STOPPED)];
