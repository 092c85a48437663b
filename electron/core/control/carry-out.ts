import { failureOf } from '../../shared/failure.ts';
import type { Execution } from '../execute/execution.ts';
import type { Step } from '../plan/steps.ts';
import type { LeftStep } from './left-over.ts';
import type { Progress } from './progress.ts';
import { withNames } from './with-names.ts';

/** Carries out one step; `how`: where the lines of an image build go, by default to the progress, and who waits for a Jenkins that answers. */
export type CarryOut = (
  step: Step,
  signal: AbortSignal,
  how?: Partial<Pick<Execution, 'output' | 'answers'>>,
) => Promise<void>;

/** Carries out one step, and shows its begin and end. Returns its failure, also that by an abort; null: it is done. */
export async function carriedOut(
  step: Step,
  { progress, carryOut }: { readonly progress: Progress; readonly carryOut: CarryOut },
  signal: AbortSignal,
  how?: Parameters<CarryOut>[2],
): Promise<LeftStep | null> {
  const at = progress.begin(step);
  try {
    await carryOut(step, signal, how);
    progress.end('done', at);
    return null;
  } catch (thrown) {
    progress.end('failed', at, signal.aborted);
    return { step, failure: withNames(failureOf(thrown), step) };
  }
}
