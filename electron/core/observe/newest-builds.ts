import { unwrap } from '../../shared/failure.ts';
import type { Build } from '../../shared/snapshot.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import { asJenkins, runningPlace } from './observe.ts';

/** Number of builds in a list at most. */
export const MAX_BUILDS = 100;

/** The newest builds of the running Jenkins; null if none runs. Throws if Jenkins cannot be queried. */
export async function newestBuilds(
  world: World,
  signal: AbortSignal,
  limit = MAX_BUILDS,
): Promise<readonly Build[] | null> {
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance, world.owner.load());
  const there = await world.engine.containersNamed(Object.values(names.jenkins), signal);
  const place = runningPlace(there, { names, settings });
  if (place === null) return null;
  return unwrap(await asJenkins(world, settings, place, (at) => world.jenkins.recent(at, limit, signal)));
}
