import type { Snapshot } from '../../shared/snapshot.ts';

/**
 * Whether a container is being stopped right now, and nothing else is done. A stop beside a Jenkins that is waited for goes
 * on to its end by itself; until then that Jenkins could be ready, and the one before be removed.
 */
export function isStopping({ activity }: Pick<Snapshot, 'activity'>): boolean {
  const running = activity.kind === 'working' ? activity.steps.filter(({ state }) => state === 'running') : [];
  return running.some(({ kind }) => kind === 'stop') && !running.some(({ kind }) => kind === 'await-ready');
}
