import { isOneShot } from '../stack/labels.ts';
import { type Names, namesOf } from '../stack/names.ts';
import { isOurs } from '../stack/owner.ts';
import type { ContainerFact, EngineClient } from '../world/engine.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';
import type { Execution } from './execution.ts';

/** A process that lives removes its one-shot container at once when that has ended. */
const REMOVED_MS = 1000;

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

/**
 * Removes one-shot containers that ran beside a pass, have ended, and that nobody waits for any more, since their process was
 * killed. One that still runs works on. What cannot be looked at or removed now is removed later; so this never throws.
 */
export async function removeEndedOneShots(world: World, signal: AbortSignal): Promise<void> {
  const { engine, clock, settings, owner } = world;
  try {
    const names = namesOf(settings.load().settings.instance, owner.load());
    const before = new Set((await endedIn(engine, names, signal)).map(({ id }) => id));
    if (before.size === 0) return;
    await sleep(clock, REMOVED_MS, signal);
    for (const { id } of await endedIn(engine, names, signal))
      if (before.has(id)) await engine.removeContainer(id, signal);
  } catch {
    // Nothing depends on it, and who is aborted notices by itself.
  }
}

async function endedIn(
  engine: Pick<EngineClient, 'containersAround'>,
  names: Names,
  signal: AbortSignal,
): Promise<readonly ContainerFact[]> {
  const found = await engine.containersAround([names.oneShot], signal);
  return found.filter(
    ({ name, labels, state }) =>
      name.startsWith(`${names.oneShot}.`) &&
      isOneShot(labels) &&
      isOurs(labels, names) &&
      (state === 'exited' || state === 'dead'),
  );
}
