import { waitMinutes } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import { waitInterrupted } from '../../shared/failures/run.ts';
import type { Intent, Snapshot } from '../../shared/snapshot.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';

/** The reason of an abort after which a request is undone by who carried it out, and not resumed. */
export class Withdrawal extends FailureError {}

/**
 * The signal of a request that the user can interrupt. To interrupt one that waits for builds withdraws it: nothing was
 * stopped yet, and an app that runs beside must not go on with the wait.
 */
export function interruptible(signal: AbortSignal | undefined, waits: () => boolean): AbortSignal | undefined {
  if (signal === undefined || signal.aborted) return signal;
  const own = new AbortController();
  signal.addEventListener('abort', () => own.abort(waits() ? new Withdrawal(waitInterrupted()) : signal.reason), {
    once: true,
  });
  return own.signal;
}

/** Whether running builds are waited for right now. */
export const isWaiting = ({ activity }: Pick<Snapshot, 'activity'>, { consents }: Pick<Intent, 'consents'>): boolean =>
  activity.kind === 'working' &&
  waitMinutes(consents) !== null &&
  activity.steps.some(({ kind, state }) => state === 'running' && kind === 'drain');

/** A stop, which is not cut off, has a minute, and the way back as much. */
const MAX_FREE_MS = 180_000;
const POLL_MS = 250;

/** Waits until another process that was asked to cancel has let go of the lock, for some minutes at most. */
export async function untilFree({ lock, clock }: Pick<World, 'lock' | 'clock'>, signal: AbortSignal): Promise<void> {
  for (const until = clock.monotonic() + MAX_FREE_MS; clock.monotonic() < until; ) {
    if ((await lock.holder()) === null) return;
    await sleep(clock, POLL_MS, signal);
  }
}
