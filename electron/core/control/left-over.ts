import type { Failure } from '../../shared/failure.ts';
import { notCleanedUp } from '../../shared/failures/run.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Plan } from '../plan/inputs.ts';
import type { Step } from '../plan/steps.ts';

/** A step that only cleans up, and failed. */
export interface LeftStep {
  readonly step: Step;
  readonly failure: Failure;
}

/** What the plan still has to clean up after these steps failed, and the command that tries again. */
export function leftOver({ mode, purge }: Intent, { steps }: Plan, left: readonly LeftStep[]): Failure {
  const objects = [...new Set(steps.map(({ cause }) => cause.object))];
  const reasons = left
    .filter(({ step }) => objects.includes(step.cause.object))
    .map(({ failure: { title, detail } }) => (detail === '' ? title : `${title}: ${detail}`));
  const command = mode === 'off' ? ['down', ...purge.map((what) => `--${what}`)] : ['up', mode];
  return notCleanedUp(objects, [...new Set(reasons)], `jenkins-tray ${command.join(' ')}`);
}
