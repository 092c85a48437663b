import { isOneShot } from '../stack/labels.ts';
import { type Names, namesOf } from '../stack/names.ts';
import { isOurs } from '../stack/owner.ts';
import type { ContainerFact, EngineClient } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import type { Execution } from './execution.ts';

/** By then a process that lives has started its one-shot container, or removed an ended one, however busy the computer is. */
const LEFT_MS = 60_000;

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
 * Removes one-shot containers that ran beside a pass, ended or were never started a while ago, and that nobody waits for any
 * more, since their process was killed. One that still runs works on. What cannot be looked at or removed now is removed
 * later; so this never throws.
 */
export async function removeEndedOneShots(
  { engine, clock, settings, owner }: World,
  signal: AbortSignal,
): Promise<void> {
  try {
    const names = namesOf(settings.load().settings.instance, owner.load());
    for (const { id } of await restingIn(engine, names, signal)) {
      // A list does not say when.
      const { createdAt, endedAt } = await engine.inspect(id, signal);
      if (clock.now() - (endedAt ?? createdAt) >= LEFT_MS) await engine.removeContainer(id, signal);
    }
  } catch {
    // Nothing depends on it, and who is aborted notices by itself.
  }
}

async function restingIn(
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
      (state === 'exited' || state === 'dead' || state === 'created'),
  );
}
