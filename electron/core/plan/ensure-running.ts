import { consent } from '../../shared/consents.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import { containerDifference, type Difference } from '../stack/composition.ts';
import { configOf } from '../stack/labels.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { cause } from './causes.ts';
import { drainAndStop, lives, removal, stop } from './ending.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/** What gets one container running as specified, in parts that a plan may put other steps between. */
export interface EnsureRunning {
  /** Stop what has the name now and get it out of the way. */
  readonly replace: readonly Step[];
  readonly create: readonly Step[];
  readonly start: readonly Step[];
  /** The container, where it runs as specified already. */
  readonly running: ContainerFact | null;
}

export const nothingToRun: EnsureRunning = { replace: [], create: [], start: [], running: null };

/** `mode` is set for Jenkins, which is drained before it is stopped. */
export function ensureRunning(spec: ContainerSpec, mode: JenkinsMode | null, found: Findings): EnsureRunning {
  const { settings } = found;
  const there = found.containerNamed(spec.name);
  if (there === undefined)
    return { ...nothingToRun, create: [create(spec, 'missing')], start: [start(spec, 'missing')] };
  const reason = reasonToReplace(there, spec, found);
  if (reason !== null) {
    const { current, desired } = reason;
    const ending = !lives(there)
      ? []
      : mode === null
        ? [stop(there, settings, desired, current)]
        : drainAndStop(there, mode, found, desired, current);
    return {
      replace: [...ending, removal(there, found, reason)],
      create: [create(spec, current, desired)],
      start: [start(spec, current)],
      running: null,
    };
  }
  switch (there.state) {
    case 'running':
    case 'restarting':
      return { ...nothingToRun, running: there };
    case 'dead':
    case 'removing':
      return {
        replace: [removal(there, found)],
        create: [create(spec, there.state)],
        start: [start(spec, there.state)],
        running: null,
      };
    case 'paused':
      return { ...nothingToRun, replace: [stop(there, settings, 'running')], start: [start(spec, there.state)] };
    default:
      return { ...nothingToRun, start: [start(spec, there.state)] };
  }
}

const start = ({ name, role }: ContainerSpec, current: string): Step => ({
  kind: 'start',
  name,
  role,
  cause: cause(name, current, 'running'),
});

const create = (spec: ContainerSpec, current: string, desired = 'as set'): Step => ({
  kind: 'create-container',
  spec,
  cause: cause(spec.name, current, desired),
});

/** Why a container cannot stay, as far as that is known; null: it can. */
function reasonToReplace(
  there: ContainerFact,
  spec: ContainerSpec,
  { isOurs, hasConsent }: Findings,
): Difference | null {
  if (!isOurs(there)) return { current: 'made by hand', desired: 'taken over' };
  // The consent names the container's id, so it holds once.
  if (hasConsent(consent.recreate(there.id))) return { current: 'without its GPUs', desired: 'recreated' };
  if (hasConsent(consent.reuseUnchanged()) || configOf(there.labels) === configOf(spec.body.Labels)) return null;
  const unknown = { current: 'created from other settings or another version', desired: 'recreated' };
  return containerDifference(there, spec) ?? unknown;
}
