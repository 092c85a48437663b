import type { DriftCause } from '../../shared/snapshot.ts';
import type { Plan } from './inputs.ts';
import { onlyWaits } from './steps.ts';

/** Why a step is needed: the current and the desired state. */
export const cause = (object: string, current: string, desired: string): DriftCause => ({ object, current, desired });

/** Why a plan has steps: the first cause per object, without steps that only wait. */
export function causesOf(plan: Plan): readonly DriftCause[] {
  const seen = new Map<string, DriftCause>();
  // What a step puts aside is removed later: one change for the user.
  const aside = new Set(plan.steps.flatMap((step) => (step.kind === 'put-aside' ? [step.to] : [])));
  for (const { cause } of plan.steps.filter((step) => !onlyWaits(step)))
    if (!seen.has(cause.object) && !aside.has(cause.object)) seen.set(cause.object, cause);
  return [...seen.values()];
}
