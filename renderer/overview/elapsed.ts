import type { StepProgress } from '../../electron/shared/snapshot.ts';
import type { Working } from '../store.ts';

/** How long a running step has taken, ms. Main reports a step's time when it ends; several may run beside each other. */
export const elapsedOf = (
  { startedAt }: Pick<Working, 'startedAt'>,
  { began = 0 }: StepProgress,
  now: number,
): number => Math.max(0, now - startedAt - began);
