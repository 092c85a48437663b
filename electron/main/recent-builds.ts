import { newestBuilds } from '../core/observe/newest-builds.ts';
import type { CallResults } from '../shared/ipc.ts';
import type { CoreSession } from './core-session.ts';

/** The newest builds of the running Jenkins; empty if none runs. Throws if Jenkins cannot be queried. */
export async function recentBuilds(session: CoreSession, signal: AbortSignal): Promise<CallResults['recentBuilds']> {
  if (session.snapshot().jenkins.kind !== 'running') return [];
  return (await newestBuilds(session.core.world, signal)) ?? [];
}
