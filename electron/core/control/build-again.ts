import { JENKINS_MODES } from '../../shared/mode.ts';
import { asJenkins, type Scope } from '../observe/observe.ts';
import { placeOf, urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';

/**
 * Lets a Jenkins start builds again that goes on after all: a process that has ended meanwhile had asked it by its API to
 * start none. It may not answer; then its page says how to cancel that.
 */
export async function buildAgain(
  world: World,
  { names, settings }: Pick<Scope, 'names' | 'settings'>,
  containers: readonly ContainerFact[],
  signal: AbortSignal,
): Promise<void> {
  const { quieted = null } = world.intent.load();
  const jenkins = containers.find(({ id, state }) => id === quieted && state === 'running');
  const mode = JENKINS_MODES.find((it) => names.jenkins[it] === jenkins?.name);
  if (jenkins === undefined || mode === undefined) return;
  const place = placeOf(urlOf(jenkins, settings, mode), jenkins, names);
  await asJenkins(world, settings, place, (at) => world.jenkins.quietDown(at, false, signal));
}
