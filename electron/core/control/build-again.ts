import { JENKINS_MODES } from '../../shared/mode.ts';
import { resumeBuilds } from '../observe/builds-channel.ts';
import { asJenkins, type Scope } from '../observe/observe.ts';
import { placeOf, urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';

/**
 * Lets a Jenkins start builds again that goes on after all: a process that has ended meanwhile had asked it to start none. By
 * its API it may not answer; then its page says how to cancel that. The script of our image would do so by itself, a minute
 * later; it is asked only where this Jenkins ran before the request.
 */
export async function buildAgain(
  world: World,
  { names, settings }: Pick<Scope, 'names' | 'settings'>,
  containers: readonly ContainerFact[],
  signal: AbortSignal,
): Promise<void> {
  const { quieted = null, at } = world.intent.load();
  for (const mode of JENKINS_MODES) {
    const jenkins = containers.find(({ name, state }) => name === names.jenkins[mode] && state === 'running');
    if (jenkins === undefined) continue;
    const place = placeOf(urlOf(jenkins, settings, mode), jenkins, names);
    const ranBefore = jenkins.startedAt !== null && jenkins.startedAt < at;
    if (ranBefore && place.script !== undefined) await resumeBuilds(world, place.script);
    if (jenkins.id === quieted)
      await asJenkins(world, settings, place, (there) => world.jenkins.quietDown(there, false, signal));
  }
}
