import { JENKINS_MODES } from '../../shared/mode.ts';
import { resumeBuilds } from '../observe/builds-channel.ts';
import { asJenkins, type Scope } from '../observe/observe.ts';
import { namesOf } from '../stack/names.ts';
import { placeOf, urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';

/**
 * Lets a Jenkins start builds again that goes on after all: a process that has ended meanwhile had asked it to start none. By
 * its API it may not answer; then its page says how to cancel that. The script of our image would do so by itself, a minute
 * later; it is asked only where this Jenkins ran before the request. Returns false if the API does not answer.
 */
export async function buildAgain(
  world: World,
  { names, settings }: Pick<Scope, 'names' | 'settings'>,
  containers: readonly ContainerFact[],
  signal: AbortSignal,
): Promise<boolean> {
  const { quieted = null, at } = world.intent.load();
  let answers = true;
  for (const mode of JENKINS_MODES) {
    const jenkins = containers.find(({ name, state }) => name === names.jenkins[mode] && state === 'running');
    if (jenkins === undefined) continue;
    const place = placeOf(urlOf(jenkins, settings, mode), jenkins, names);
    const ranBefore = jenkins.startedAt !== null && jenkins.startedAt < at;
    if (ranBefore && place.script !== undefined) await resumeBuilds(world, place.script);
    if (jenkins.id !== quieted) continue;
    answers = (await asJenkins(world, settings, place, (there) => world.jenkins.quietDown(there, false, signal))).ok;
  }
  return answers;
}

/** Whether a process that was killed, while it made a snapshot, may have left a Jenkins that starts no builds. */
export function isLeftQuiet(world: World): boolean {
  try {
    const { quieted = null, state } = world.intent.load();
    return quieted !== null && state !== 'pending';
  } catch {
    // A file that cannot be read is reported by each observation.
    return false;
  }
}

/**
 * Lets a Jenkins start builds again that a process which was killed had asked to start none, to make a snapshot. Whoever
 * calls it has the lock. One that does not answer is asked again by the next request.
 */
export async function endQuiet(world: World, signal: AbortSignal): Promise<void> {
  if (!isLeftQuiet(world)) return;
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance);
  const containers = await world.engine.containersNamed(Object.values(names.jenkins), signal);
  if (await buildAgain(world, { names, settings }, containers, signal))
    await world.intent.save({ ...world.intent.load(), quieted: null }).catch(() => undefined);
}
