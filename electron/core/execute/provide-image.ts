import type { Step } from '../plan/steps.ts';
import { withBuilt } from '../stack/labels.ts';
import type { Execution } from './execution.ts';

/**
 * Builds an image, or names one that is there, and gives it the names of the other modes. One that an update builds says
 * which update that was, so that the next pass knows it, and which containers are of an older one.
 */
export async function provideImage(
  { spec, twin, also, update }: Step & { kind: 'build-image' },
  { world: { engine }, output }: Execution,
  signal: AbortSignal,
): Promise<void> {
  if (twin !== null) await engine.tagImage(twin, spec.reference, signal);
  else if (update === null) await engine.buildImage(spec, output, signal);
  else {
    const labels = withBuilt(spec.labels, update);
    await engine.buildImage({ ...spec, labels, renews: true }, output, signal);
  }
  for (const name of also) await engine.tagImage(spec.reference, name, signal);
}
