import { consent } from '../../shared/consents.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import { containerDifference, type Difference } from '../stack/composition.ts';
import { configOf } from '../stack/labels.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { drainAndStop, isActive, removal, stop } from './removal.ts';
import type { Step } from './steps.ts';

/** The steps to run a container as specified, in parts, so that a plan can put other steps between them. */
export interface EnsureRunning {
  /** Stop the container that has the name now, because it is replaced. */
  readonly end: readonly Step[];
  /** Remove that container. */
  readonly remove: readonly Step[];
  readonly create: readonly Step[];
  readonly start: readonly Step[];
  /** Resume the container, if it is paused and otherwise as specified. */
  readonly resume: readonly Step[];
  /** The container, if it already runs as specified. */
  readonly running: ContainerFact | null;
}

export const nothingToRun: EnsureRunning = { end: [], remove: [], create: [], start: [], resume: [], running: null };

/** `mode`: of a Jenkins, which is drained before it stops; null for other containers. */
export function ensureRunning(spec: ContainerSpec, mode: JenkinsMode | null, found: Findings): EnsureRunning {
  const { settings } = found;
  const existing = found.containerNamed(spec.name);
  if (existing === undefined)
    return { ...nothingToRun, create: [create(spec, 'missing')], start: [start(spec, 'missing')] };
  const reason = reasonToReplace(existing, spec, found);
  if (reason !== null) {
    const { current, desired } = reason;
    const ending = !isActive(existing)
      ? []
      : mode === null
        ? [stop(existing, settings, desired, current)]
        : drainAndStop(existing, mode, found, desired, current);
    return {
      ...nothingToRun,
      end: ending,
      remove: [removal(existing, found, reason)],
      create: [create(spec, current, desired)],
      start: [start(spec, current)],
    };
  }
  switch (existing.state) {
    case 'running':
    case 'restarting':
      return { ...nothingToRun, running: existing };
    case 'dead':
    case 'removing':
      return {
        ...nothingToRun,
        remove: [removal(existing, found)],
        create: [create(spec, existing.state)],
        start: [start(spec, existing.state)],
      };
    case 'paused':
      return { ...nothingToRun, resume: [unpause(existing)] };
    default:
      return { ...nothingToRun, start: [start(spec, existing.state)] };
  }
}

/** Resuming loses nothing, unlike a stop and a start. */
const unpause = ({ name, id }: ContainerFact): Step => ({
  kind: 'unpause',
  name,
  id,
  cause: cause(name, 'paused', 'running'),
});

export const start = ({ name, role }: ContainerSpec, current: string): Step => ({
  kind: 'start',
  name,
  role,
  cause: cause(name, current, 'running'),
});

const create = (spec: ContainerSpec, current: string, desired = 'as configured'): Step => ({
  kind: 'create-container',
  spec,
  cause: cause(spec.name, current, desired),
});

/** Why a container must be replaced; null if it can stay. */
function reasonToReplace(
  existing: ContainerFact,
  spec: ContainerSpec,
  { facts, isOurs, hasConsent }: Findings,
): Difference | null {
  if (!isOurs(existing)) return { current: 'made by hand', desired: 'taken over' };
  if (lostNetwork(existing, spec, facts)) return { current: 'its network is gone', desired: 'recreated' };
  // The consent names the container's id, so it applies only once.
  if (hasConsent(consent.recreate(existing.id))) return { current: 'without its GPUs', desired: 'recreated' };
  if (hasConsent(consent.reuseUnchanged()) || configOf(existing.labels) === configOf(spec.body.Labels)) return null;
  const unknown = { current: 'created with different settings or by another version', desired: 'recreated' };
  return containerDifference(existing, spec) ?? unknown;
}

/** Running or paused; one that waits for its restart has left its network. */
const isInNetwork = ({ state }: ContainerFact): boolean => state === 'running' || state === 'paused';

/**
 * Whether a container that does not run now ran in a network that is gone. It can never start again, not even in another
 * network of the same name, since it remembers the id. Before its first start it has none, and finds its network by name.
 */
function lostNetwork(existing: ContainerFact, { body }: ContainerSpec, { networks }: Findings['facts']): boolean {
  const last = existing.networks.find(({ name }) => name === body.HostConfig.NetworkMode);
  if (isInNetwork(existing) || last === undefined || last.id === '') return false;
  return !networks.some(({ id }) => id === last.id);
}
