import type { Step } from '../plan/steps.ts';
import { type CarryOut, carriedOut } from './carry-out.ts';
import type { StepFailure } from './next-move.ts';
import type { Progress } from './progress.ts';

type Build = Step & { readonly kind: 'build-image' };

const isBuild = (step: Step): step is Build => step.kind === 'build-image' && step.twin === null;

/** The images with which these steps begin, which depend on nothing and on none of each other; none if that is only one. */
export function imagesOf(steps: readonly Step[]): readonly Build[] {
  const end = steps.findIndex((step) => !isBuild(step));
  const images = steps.slice(0, end < 0 ? steps.length : end).filter(isBuild);
  return images.length > 1 ? images : [];
}

/**
 * Builds all of them at once: each waits for its own downloads most of the time, and layers that they share come once. Each
 * line of output begins with its image. Returns the first failure, by which the other builds end; null: all are built.
 * Throws the signal's reason when aborted.
 */
export async function buildTogether(
  builds: readonly Build[],
  progress: Progress,
  carryOut: CarryOut,
  signal: AbortSignal,
): Promise<StepFailure | null> {
  signal.throwIfAborted();
  const others = new AbortController();
  const combined = AbortSignal.any([signal, others.signal]);
  let failed: StepFailure | null = null;
  await Promise.all(
    builds.map(async (step) => {
      const output = (line: string): void => progress.line(`${step.spec.reference}: ${line}`);
      const end = await carriedOut(step, { progress, carryOut }, combined, { output });
      if (end === null) return;
      failed ??= { failure: end.failure, at: step.kind };
      others.abort();
    }),
  );
  signal.throwIfAborted();
  return failed;
}
