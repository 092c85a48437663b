import { agreedBuilds, consent, waitMinutes } from '../../shared/consents.ts';
import type { Result } from '../../shared/failure.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Build, DriftCause } from '../../shared/snapshot.ts';
import { runningMode } from '../observe/observe.ts';
import { asideName, keptName } from '../stack/names.ts';
import { urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { isUsable } from './replace.ts';
import type { Step } from './steps.ts';

/** Steps that stop and remove containers. */

/** A cause without its object, which is the container. */
type Change = Omit<DriftCause, 'object'>;

/** Whether a container has processes, even paused ones. */
export const isActive = ({ state }: ContainerFact): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused';

/** The state of an active container, for causes. */
const activity = ({ state }: ContainerFact): string => (state === 'paused' ? 'paused' : 'running');

/** Removes our own container; renames and keeps a hand-made one. */
export function removal(
  container: ContainerFact,
  { isOurs }: Pick<Findings, 'isOurs'>,
  { current, desired }: Change = { current: 'present', desired: 'removed' },
): Step {
  const { name, id } = container;
  const why = cause(name, current, desired);
  if (container.state === 'removing') return { kind: 'await-removed', name, id, cause: why };
  return isOurs(container)
    ? { kind: 'remove-container', name, id, cause: why }
    : { kind: 'rename', name, id, to: keptName(name, id), cause: why };
}

/** Steps that free the name of a container that is replaced, and what of it is removed once its successor is proven. */
export interface Leaving {
  readonly away: Step;
  readonly afterwards: readonly Step[];
}

/** Puts our own container aside; removes one that can never start again; renames and keeps a hand-made one. */
export function leaving(container: ContainerFact, spec: ContainerSpec, found: Findings, change: Change): Leaving {
  const { name, id } = container;
  if (!found.isOurs(container) || !isUsable(container, spec, found))
    return { away: removal(container, found, change), afterwards: [] };
  const to = asideName(name, id);
  return {
    away: { kind: 'put-aside', name, id, to, cause: cause(name, change.current, change.desired) },
    afterwards: [{ kind: 'remove-container', name: to, id, cause: cause(to, 'put aside', 'removed') }],
  };
}

export function stop(
  container: ContainerFact,
  settings: Settings,
  desired: string,
  current = activity(container),
): Step {
  const { name, id } = container;
  return { kind: 'stop', name, id, grace: settings.timeouts.stop, cause: cause(name, current, desired) };
}

/** The builds of a Jenkins that would stop; null if unknown: a paused one does not respond, and of two only one is asked. */
export function buildsOf(
  { id, name }: ContainerFact,
  { facts, names }: Pick<Findings, 'facts' | 'names'>,
): Result<readonly Build[]> | null {
  const other = facts.preflight?.otherBuilds[id];
  if (other !== undefined) return other;
  const mode = runningMode(facts.containers, names);
  return mode !== null && names.jenkins[mode] === name ? (facts.preflight?.builds ?? null) : null;
}

/** Stops a Jenkins, after checking its running builds again. */
export function drainAndStop(
  container: ContainerFact,
  mode: JenkinsMode,
  found: Findings,
  desired: string,
  current = activity(container),
): Step[] {
  const { settings, hasConsent, intent, leftovers, stack } = found;
  const builds = buildsOf(container, found);
  const { name, id } = container;
  return [
    {
      kind: 'drain',
      name,
      id,
      url: urlOf(container, settings, mode),
      running: builds?.ok === true ? builds.value.length : null,
      agreed: agreedBuilds(intent.consents, id),
      wait: waitMinutes(intent.consents),
      requeue: hasConsent(consent.requeue()),
      users: stack === null || hasConsent(consent.reuseUnchanged()) ? null : leftovers.map((it) => it.container.id),
      cause: cause(name, current, desired),
    },
    stop(container, settings, desired, current),
  ];
}

/** Stops what else would share the home with the next Jenkins. A rollback ends only what has consent: it was there before. */
export const endLeftovers = ({ leftovers, hasConsent }: Pick<Findings, 'leftovers' | 'hasConsent'>): Step[] =>
  leftovers
    .filter(({ container: { id } }) => !hasConsent(consent.reuseUnchanged()) || hasConsent(consent.endLeftover(id)))
    .map(({ container: { name, id }, mounts }) => ({
      kind: 'end-leftover',
      name,
      id,
      of: mounts === 'inside' ? 'build' : 'home',
      cause: cause(name, 'running in the home', 'stopped'),
    }));

/** Removes a one-shot container that a crash left behind. */
export function oneShotLeftoverSteps(found: Findings): Step[] {
  const left = found.containerNamed(found.names.oneShot);
  if (left === undefined || !found.isOurs(left)) return [];
  return [...(isActive(left) ? [stop(left, found.settings, 'removed')] : []), removal(left, found)];
}
