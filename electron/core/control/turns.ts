import { err, type Failure, FailureError, failureOf, ok, type Result } from '../../shared/failure.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { PassLock } from '../world/stores.ts';
import { isStopping } from './is-stopping.ts';
import type { Snapshots } from './snapshots.ts';

/** Runs one wish at a time, in this process and, by the lock, across processes. */
export class Turns {
  readonly #lock: PassLock;
  readonly #snapshots: Snapshots;
  readonly #closing: AbortSignal;
  #running: { readonly abort: AbortController; readonly ended: Promise<unknown> } | null = null;
  /** Number of the newest wish; an older one that finds a newer gives up. */
  #newest = 0;
  #ended = 0;

  /** `closing`: aborts what runs. */
  constructor(lock: PassLock, snapshots: Snapshots, closing: AbortSignal) {
    this.#lock = lock;
    this.#snapshots = snapshots;
    this.#closing = closing;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** How many turns have ended; what was seen before the last of them is out of date. */
  get ended(): number {
    return this.#ended;
  }

  /**
   * Aborts what runs between its steps, for the reason given, and waits for its end; if several wishes are waiting,
   * only the newest continues. Resolves to false for the others.
   */
  async next(reason: Failure): Promise<boolean> {
    this.#newest += 1;
    const wish = this.#newest;
    await this.#interrupt(reason);
    return wish === this.#newest;
  }

  /** Takes the lock and does the work; the Result holds the snapshot at its end, or what went wrong. */
  async run(
    purpose: string,
    signal: AbortSignal | undefined,
    work: (aborted: AbortSignal) => Promise<unknown>,
  ): Promise<Result<Snapshot>> {
    const abort = new AbortController();
    const signals = [abort.signal, this.#closing, ...(signal === undefined ? [] : [signal])];
    const ended = this.#locked(purpose, AbortSignal.any(signals), work);
    const running = { abort, ended };
    this.#running = running;
    const result = await ended;
    this.#ended += 1;
    if (this.#running === running) this.#running = null;
    const now = this.#snapshots.publish({ activity: { kind: 'idle' } });
    return result.ok ? ok(now) : result;
  }

  /** Resolves when what runs has ended. */
  async idle(): Promise<void> {
    await this.#running?.ended;
  }

  /** A stop cannot be undone, and its container looks as if it ran until it has ended: that step is waited for. */
  async #interrupt(reason: Failure): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    await Promise.race([this.#snapshots.until((snapshot) => !isStopping(snapshot)), running.ended]);
    running.abort.abort(new FailureError(reason));
    await running.ended;
  }

  async #locked(
    purpose: string,
    signal: AbortSignal,
    work: (aborted: AbortSignal) => Promise<unknown>,
  ): Promise<Result<unknown>> {
    try {
      const lock = await this.#lock.acquire(purpose);
      try {
        return ok(await work(AbortSignal.any([signal, lock.signal])));
      } finally {
        await lock.release();
      }
    } catch (thrown) {
      return err(failureOf(thrown));
    }
  }
}
