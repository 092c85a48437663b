import { err, type Failure, FailureError, failureOf, ok, type Result } from '../../shared/failure.ts';
import { cancelledElsewhere, requestReplaced } from '../../shared/failures/run.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { PassLock } from '../world/stores.ts';
import { isStopping } from './is-stopping.ts';
import type { Snapshots } from './snapshots.ts';
import { Withdrawal } from './withdrawal.ts';

/** `aborted`: ends the work. `ends`: ends also what follows a withdrawal, as when the lock is lost. */
type Work = (aborted: AbortSignal, ends: AbortSignal) => Promise<unknown>;

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<unknown>;
}

/** Runs one request at a time, in this process and, through the lock, across processes. */
export class RequestQueue {
  readonly #lock: PassLock;
  readonly #snapshots: Snapshots;
  readonly #closing: AbortSignal;
  #running: Running | null = null;
  /** Number of the newest request; older waiting ones give up. */
  #newest = 0;
  #completed = 0;
  /** Requests that wait for the running one to end. */
  #waiting = 0;

  /** `closing`: aborts the running request. */
  constructor(lock: PassLock, snapshots: Snapshots, closing: AbortSignal) {
    this.#lock = lock;
    this.#snapshots = snapshots;
    this.#closing = closing;
  }

  /** Asks another process that holds the lock to cancel its request; returns whether there is one. */
  async cancelElsewhere(): Promise<boolean> {
    if (this.isRunning || (await this.#lock.holder()) === null) return false;
    await this.#lock.askToCancel();
    return true;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** How many requests have ended; an observation from before the last end is outdated. */
  get completed(): number {
    return this.#completed;
  }

  /**
   * Aborts the running request between two steps, with this reason, waits for its end, and runs `work` in its place. If
   * several requests are waiting, only the newest continues; the others fail with `run/interrupted`.
   */
  async runInstead(
    reason: Failure,
    purpose: string,
    signal: AbortSignal | undefined,
    work: Work,
  ): Promise<Result<Snapshot>> {
    this.#newest += 1;
    const request = this.#newest;
    this.#waiting += 1;
    // Another request may begin whenever this one waits, so nothing may wait between the last check and `run`.
    for (let running = this.#running; running !== null; running = this.#running)
      await this.#interrupt(running, new FailureError(reason));
    this.#waiting -= 1;
    return request === this.#newest ? this.run(purpose, signal, work) : err(requestReplaced());
  }

  /** Runs `work` under the lock; returns the snapshot at its end, or the failure. No other request may be running. */
  async run(purpose: string, signal: AbortSignal | undefined, work: Work): Promise<Result<Snapshot>> {
    const abort = new AbortController();
    const signals = [abort.signal, this.#closing, ...(signal === undefined ? [] : [signal])];
    const ended = this.#locked(purpose, AbortSignal.any(signals), work);
    const running = { abort, ended };
    this.#running = running;
    const result = await ended;
    this.#completed += 1;
    if (this.#running === running) this.#running = null;
    // What the next request goes on from stays on view.
    const now = this.#waiting > 0 ? this.#snapshots.now : this.#snapshots.publish({ activity: { kind: 'idle' } });
    return result.ok ? ok(now) : result;
  }

  /** Resolves when the running request has ended. */
  async idle(): Promise<void> {
    await this.#running?.ended;
  }

  /** Waits for a stop step before the abort: a stop cannot be undone, and its container seems to run until it exits. */
  async #interrupt(running: Running, reason: FailureError): Promise<void> {
    await Promise.race([this.#snapshots.until((snapshot) => !isStopping(snapshot)), running.ended]);
    running.abort.abort(reason);
    await running.ended;
  }

  async #locked(purpose: string, signal: AbortSignal, work: Work): Promise<Result<unknown>> {
    try {
      const lock = await this.#lock.acquire(purpose);
      const cancel = (): void => {
        if (this.#running !== null) void this.#interrupt(this.#running, new Withdrawal(cancelledElsewhere()));
      };
      lock.cancelled.addEventListener('abort', cancel);
      try {
        return ok(await work(AbortSignal.any([signal, lock.signal]), AbortSignal.any([this.#closing, lock.signal])));
      } finally {
        lock.cancelled.removeEventListener('abort', cancel);
        await lock.release();
      }
    } catch (thrown) {
      return err(failureOf(thrown));
    }
  }
}
