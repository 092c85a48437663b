import { asJenkins, runningPlace } from '../core/observe/observe.ts';
import { namesOf } from '../core/stack/names.ts';
import { unwrap } from '../shared/failure.ts';
import type { CallResults } from '../shared/ipc.ts';
import type { CoreSession } from './core-session.ts';

/** Number of builds in the list. */
const MAX_BUILDS = 100;

/** The newest builds of the running Jenkins; empty if none runs. Throws if Jenkins cannot be queried. */
export async function recentBuilds(session: CoreSession, signal: AbortSignal): Promise<CallResults['recentBuilds']> {
  if (session.snapshot().jenkins.kind !== 'running') return [];
  const { settings } = session.settings.load();
  const { world } = session.core;
  const names = namesOf(settings.instance, session.core.world.owner.load());
  const there = await world.engine.containersNamed(Object.values(names.jenkins), signal);
  const place = runningPlace(there, { names, settings });
  if (place === null) return [];
  return unwrap(await asJenkins(world, settings, place, (at) => world.jenkins.recent(at, MAX_BUILDS, signal)));
}
