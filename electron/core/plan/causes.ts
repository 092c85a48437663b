import type { DriftCause } from '../../shared/snapshot.ts';
import type { Plan } from './inputs.ts';
import { waits } from './steps.ts';

/** Why a step is needed: what is the case, and what should be. */
export const cause = (object: string, current: string, desired: string): DriftCause => ({ object, current, desired });

/** Why a plan has steps: one cause per object, the first one; waiting follows from the rest. */
export function causesOf(plan: Plan): readonly DriftCause[] {
  const seen = new Map<string, DriftCause>();
  for (const { cause } of plan.steps.filter((step) => !waits(step)))
    if (!seen.has(cause.object)) seen.set(cause.object, cause);
  return [...seen.values()];
}
