import { consent } from '../../shared/consents.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { DriftCause } from '../../shared/snapshot.ts';
import { keptName } from '../stack/names.ts';
import { urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/** Steps that stop containers and get them out of the way. */

/** What a step's cause says of its container. */
type Change = Omit<DriftCause, 'object'>;

export const lives = ({ state }: ContainerFact): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused';

/** Gets a container out of the way: ours is removed, one made by hand is renamed and kept. */
export function removal(
  container: ContainerFact,
  { isOurs }: Pick<Findings, 'isOurs'>,
  { current, desired }: Change = { current: 'there', desired: 'gone' },
): Step {
  const { name, id } = container;
  const why = cause(name, current, desired);
  return isOurs(container)
    ? { kind: 'remove-container', name, id, cause: why }
    : { kind: 'rename', name, id, to: keptName(name, id), cause: why };
}

export function stop(container: ContainerFact, settings: Settings, desired: string, current = 'running'): Step {
  const { name, id } = container;
  return { kind: 'stop', name, id, grace: settings.timeouts.stop, cause: cause(name, current, desired) };
}

/** Stops a Jenkins; its builds are counted once more before. */
export function drainAndStop(
  container: ContainerFact,
  mode: JenkinsMode,
  { facts, settings, hasConsent }: Findings,
  desired: string,
  current = 'running',
): Step[] {
  const builds = facts.beyond?.builds;
  const { name, id } = container;
  return [
    {
      kind: 'drain',
      name,
      id,
      url: urlOf(container, settings, mode),
      running: builds?.ok === true ? builds.value.length : null,
      consented: hasConsent(consent.interrupt(id)),
      cause: cause(name, current, desired),
    },
    stop(container, settings, desired, current),
  ];
}

/** Ends the build containers that would share the home with the next Jenkins. */
export const endLeftovers = ({ leftovers }: Pick<Findings, 'leftovers'>): Step[] =>
  leftovers.map(({ name, id }) => ({
    kind: 'end-leftover',
    name,
    id,
    cause: cause(name, 'running in the home', 'ended'),
  }));

/** Removes the one-shot container that a crash left. */
export function oneShotLeftoverSteps(found: Findings): Step[] {
  const left = found.containerNamed(found.names.oneShot);
  if (left === undefined || !found.isOurs(left)) return [];
  return [...(lives(left) ? [stop(left, found.settings, 'gone')] : []), removal(left, found)];
}
