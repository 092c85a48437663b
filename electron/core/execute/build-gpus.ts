import { nvidiaInputs } from '../observe/stack-inputs.ts';
import type { Execution } from './execution.ts';

/** What the nested engine's health check prints if it has GPUs and nothing that prepares them for containers. */
const NO_TOOLKIT = 'no NVIDIA toolkit';

/**
 * Stores with the intent whether builds in DinD get no GPU for want of NVIDIA's toolkit, and where it can be had.
 * `said`: what the health check printed.
 */
export async function noteMissingToolkit(said: string, { world, settings }: Execution): Promise<void> {
  const address = said.includes(NO_TOOLKIT)
    ? settings.images.nvidiaRepository || (await nvidiaInputs(world)).repository
    : null;
  const intent = world.intent.load();
  // A notice that a full disk cannot store ends no switch.
  if ((intent.toolkitFrom ?? null) !== address)
    await world.intent.save({ ...intent, toolkitFrom: address }).catch(() => undefined);
}
