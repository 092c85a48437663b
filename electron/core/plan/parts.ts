import { consent, hasConsent } from '../../shared/consents.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { DriftCause } from '../../shared/snapshot.ts';
import { isOurs } from '../stack/labels.ts';
import { keptName, type Names } from '../stack/names.ts';
import { urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { PlanInputs } from './inputs.ts';
import type { Step } from './steps.ts';

/** Steps that more than one plan is made of. */

/** How a host path compares with others, however it was written. */
export const realIn =
  ({ facts }: Pick<PlanInputs, 'facts'>) =>
  (path: string): string =>
    facts.beyond?.real[path] ?? path;

export const cause = (object: string, current: string, desired: string): DriftCause => ({ object, current, desired });

export const lives = (container: ContainerFact): boolean =>
  container.state === 'running' || container.state === 'restarting' || container.state === 'paused';

/** Steps that end one container of a mode that is not wanted: ours is removed, a hand-made one renamed and kept. */
export function away(
  container: ContainerFact,
  names: Names,
  { current, desired }: Omit<DriftCause, 'object'> = { current: 'there', desired: 'gone' },
): Step[] {
  const why = cause(container.name, current, desired);
  return isOurs(container.labels, names.instance)
    ? [{ kind: 'remove-container', name: container.name, id: container.id, cause: why }]
    : [
        {
          kind: 'rename',
          name: container.name,
          id: container.id,
          to: keptName(container.name, container.id),
          cause: why,
        },
      ];
}

export function stop(container: ContainerFact, settings: Settings, desired: string, current = 'running'): Step {
  return {
    kind: 'stop',
    name: container.name,
    id: container.id,
    grace: settings.timeouts.stop,
    cause: cause(container.name, current, desired),
  };
}

/** Before a Jenkins stops, its builds are counted once more. */
export function drained(
  container: ContainerFact,
  mode: JenkinsMode,
  inputs: PlanInputs,
  desired: string,
  current = 'running',
): Step[] {
  const builds = inputs.facts.beyond?.builds;
  return [
    {
      kind: 'drain',
      name: container.name,
      id: container.id,
      url: urlOf(container, inputs.settings, mode),
      running: builds?.ok === true ? builds.value.length : null,
      consented: hasConsent(inputs.intent.consents, consent.interrupt(container.id)),
      cause: cause(container.name, current, desired),
    },
    stop(container, inputs.settings, desired, current),
  ];
}
