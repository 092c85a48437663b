import { runningPlace } from '../core/observe/observe.ts';
import { namesOf } from '../core/stack/names.ts';
import type { Place } from '../core/stack/page-url.ts';
import type { CoreSession } from './core-session.ts';

/** Where Jenkins runs now, as the engine says; null if none runs. */
export async function placeNow(session: CoreSession, signal: AbortSignal): Promise<Place | null> {
  const { settings } = session.settings.load();
  const { world } = session.core;
  const names = namesOf(settings.instance, world.owner.load());
  return runningPlace(await world.engine.containersNamed(Object.values(names.jenkins), signal), { names, settings });
}
