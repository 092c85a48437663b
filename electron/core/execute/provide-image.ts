import type { Step } from '../plan/steps.ts';
import { withBuilt } from '../stack/labels.ts';
import type { ImageSpec } from '../world/specs.ts';
import type { World } from '../world/world.ts';
import type { Execution } from './execution.ts';

/**
 * Builds an image, or names one that is there, and gives it the names of the other modes. One that an update builds says
 * which update that was, so that the next pass knows it, and which containers are of an older one.
 */
export async function provideImage(
  { spec, twin, also, update, keepsBase = false }: Step & { kind: 'build-image' },
  { world, output }: Pick<Execution, 'world' | 'output'>,
  signal: AbortSignal,
): Promise<void> {
  const { engine } = world;
  await keepList(world, spec);
  if (twin !== null) await engine.tagImage(twin, spec.reference, signal);
  else if (update === null) await engine.buildImage(spec, output, signal);
  else {
    const labels = withBuilt(spec.labels, update);
    await engine.buildImage({ ...spec, labels, renews: !keepsBase }, output, signal);
  }
  for (const name of also) await engine.tagImage(spec.reference, name, signal);
}

/** Who goes back to this image later gets its list of plugins again. Without space for a copy it is built all the same. */
async function keepList({ pluginLists }: World, { overlay }: ImageSpec): Promise<void> {
  for (const name of ['plugins.txt', 'plugins.yaml'] as const) {
    const text = overlay[name];
    if (text !== undefined) await pluginLists.keep(name, text).catch(() => undefined);
  }
}
