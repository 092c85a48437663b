import { FailureError } from '../../shared/failure.ts';
import { removalUnfinished } from '../../shared/failures/engine.ts';
import type { Step } from '../plan/steps.ts';
import { sleep } from '../world/sleep.ts';
import type { Execution } from './execution.ts';

const POLL_MS = 250;
/** The engine removes a large file system for a while; longer, and something keeps it from doing so. */
const MAX_WAIT_MS = 60_000;

/** Waits until a container that somebody removes is gone. Throws `engine/error` if that takes too long. */
export async function awaitRemoved(
  { name, id }: Step & { kind: 'await-removed' },
  { world }: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { clock, engine } = world;
  const until = clock.monotonic() + MAX_WAIT_MS;
  while (clock.monotonic() < until) {
    const found = await engine.containersNamed([name], signal);
    // The engine may give up on a removal; the next pass then removes what it left.
    if (!found.some((it) => it.id === id && it.state === 'removing')) return;
    await sleep(clock, POLL_MS, signal);
  }
  throw new FailureError(removalUnfinished(name, MAX_WAIT_MS / 1000));
}
