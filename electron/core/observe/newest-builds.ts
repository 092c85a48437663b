import { type Failure, unwrap } from '../../shared/failure.ts';
import type { Build } from '../../shared/snapshot.ts';
import { namesOf } from '../stack/names.ts';
import { containerOf } from '../stack/page-url.ts';
import type { World } from '../world/world.ts';
import { isDue, listedBuilds, type SeenBuilds } from './build-list.ts';
import { locateHome } from './locate-home.ts';
import { asJenkins, runningBuilds, runningPlace } from './observe.ts';

/** Number of ended builds in a list at most; what runs is never cut. */
export const MAX_BUILDS = 100;

/** What the caller keeps from one question to the next, so that Jenkins is not asked for what it has just told. */
export interface BuildsMemory {
  /** `of`: which Jenkins, and who asked it. */
  seen: (SeenBuilds & { readonly of: string }) | null;
}

/**
 * What the running Jenkins builds, the longest-running first, and the newest builds that ended; null if none runs. Throws if
 * Jenkins cannot be queried. The running builds are asked for each time, the ended ones as often as `isDue` allows.
 */
export async function newestBuilds(
  given: World,
  signal: AbortSignal,
  limit = MAX_BUILDS,
  memory: BuildsMemory = { seen: null },
): Promise<readonly Build[] | null> {
  const world = await locateHome(given, signal);
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance, world.owner.load());
  const there = await world.engine.containersNamed(Object.values(names.jenkins), signal);
  const place = runningPlace(there, { names, settings });
  if (place === null) return null;
  const answer = await runningBuilds(world, settings, place, signal);
  // Where some are hidden, those that Jenkins shows are listed; the view says the rest.
  const known = answer.ok ? answer.value : unlessHidden(answer.failure);
  const running = new Set((known ?? []).map(({ url }) => url));
  const of = `${containerOf(place)} ${settings.jenkins.user}`;
  const now = (): number => world.clock.monotonic();
  const began = now();
  if (memory.seen?.of !== of || isDue(memory.seen, running, began)) {
    const builds = unwrap(await asJenkins(world, settings, place, (at) => world.jenkins.recent(at, limit, signal)));
    // From its end on, so that a slow answer is not followed by the next question at once.
    memory.seen = { of, builds, running, at: now(), took: now() - began };
  }
  return listedBuilds(known, memory.seen.builds);
}

function unlessHidden(failure: Failure): null {
  if (failure.code === 'jenkins/builds-hidden') return null;
  return unwrap({ ok: false, failure });
}
