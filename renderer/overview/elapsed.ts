import type { Working } from '../store.ts';

/**
 * How long the running step has taken, ms. Main reports a step's time when it ends; until then it is the time of the
 * run minus that of the steps before.
 */
export function elapsedOf({ startedAt, steps }: Working, now: number): number {
  const before = steps.filter(({ state }) => state === 'done' || state === 'failed');
  return Math.max(0, now - startedAt - before.reduce((sum, { elapsed }) => sum + elapsed, 0));
}
