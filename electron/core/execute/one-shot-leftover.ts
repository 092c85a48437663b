import { isOurs } from '../stack/owner.ts';
import type { Execution } from './execution.ts';

/** Removes the one-shot container that a process which was killed left, by whoever has the lock. */
export async function removeLeftover(
  { world: { engine }, names }: Pick<Execution, 'world' | 'names'>,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, labels } of await engine.containersNamed([names.oneShot], signal)) {
    if (!isOurs(labels, names)) continue;
    await engine.stop(id, 1, signal);
    await engine.removeContainer(id, signal);
  }
}
