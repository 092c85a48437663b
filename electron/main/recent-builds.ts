import { type BuildsMemory, newestBuilds } from '../core/observe/newest-builds.ts';
import type { CallResults } from '../shared/ipc.ts';
import { servesAt } from '../shared/snapshot.ts';
import type { CoreSession } from './core-session.ts';

type List = CallResults['recentBuilds'];

/**
 * Returns a function that lists the running Jenkins' builds; empty if no Jenkins runs. Throws if Jenkins cannot be queried.
 * One question at a time: who asks meanwhile gets its answer.
 */
export function createRecentBuilds(session: CoreSession): (signal: AbortSignal) => Promise<List> {
  const memory: BuildsMemory = { seen: null };
  let current: Promise<List> | null = null;
  const list = async (signal: AbortSignal): Promise<List> => {
    if (servesAt(session.snapshot().jenkins) === null) return [];
    return (await newestBuilds(session.core.world, signal, undefined, memory)) ?? [];
  };
  return (signal) => {
    current ??= list(signal).finally(() => {
      current = null;
    });
    return current;
  };
}
