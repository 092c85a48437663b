import type { HomeJob } from '../../shared/home-job.ts';
import type { Clock } from '../world/clock.ts';
import type { PassLock } from '../world/stores.ts';
import { SNAPSHOT_PURPOSE } from './home-snapshots.ts';

/** While it is shown: of a process that was killed no event tells. */
const LOOK_MS = 2000;

export interface JobElsewhereOptions {
  readonly lock: Pick<PassLock, 'purpose' | 'askToCancel' | 'watch'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Whether this process makes a snapshot itself, and so holds the lock. */
  isOwn(): boolean;
  /** Called after each change of `now`. */
  changed(): void;
}

type Running = Extract<HomeJob, { state: 'running' }>;

/** A snapshot that another process makes, such as the command line: who has the pass lock says so. */
export class JobElsewhere {
  readonly #options: JobElsewhereOptions;
  #now: Running | undefined;
  #unwatch: () => void = () => undefined;
  #cancelLook: () => void = () => undefined;
  #isClosed = false;

  constructor(options: JobElsewhereOptions) {
    this.#options = options;
  }

  /** Undefined: no other process makes one. */
  get now(): HomeJob | undefined {
    return this.#now;
  }

  /** Looks now, and whenever the lock changes, until `close`. */
  watch(): void {
    this.#unwatch();
    this.#unwatch = this.#options.lock.watch(() => void this.#look());
    void this.#look();
  }

  close(): void {
    this.#isClosed = true;
    this.#unwatch();
    this.#cancelLook();
  }

  /** Asks that process to cancel. */
  cancel(): void {
    if (this.#now === undefined || this.#now.isCancelled) return;
    this.#set({ ...this.#now, isCancelled: true });
    // Where it cannot be asked, it goes on, and can be asked again.
    void this.#askToCancel().catch(() => {
      if (this.#now !== undefined) this.#set({ ...this.#now, isCancelled: false });
    });
  }

  /** Whoever has the lock by now may be at other work, such as the next command of a script. */
  async #askToCancel(): Promise<void> {
    const { lock } = this.#options;
    if ((await lock.purpose()) === SNAPSHOT_PURPOSE) await lock.askToCancel();
  }

  async #look(): Promise<void> {
    const { lock, clock, isOwn } = this.#options;
    const purpose = await lock.purpose().catch(() => null);
    if (this.#isClosed) return;
    this.#cancelLook();
    const isThere = purpose === SNAPSHOT_PURPOSE && !isOwn();
    if (isThere) this.#cancelLook = clock.after(LOOK_MS, () => void this.#look());
    if (isThere === (this.#now !== undefined)) return;
    const job = { kind: 'create', subject: '', isElsewhere: true, startedAt: clock.now() } as const;
    this.#set(isThere ? { ...job, state: 'running', line: '', isCancelled: false } : undefined);
  }

  #set(next: Running | undefined): void {
    this.#now = next;
    this.#options.changed();
  }
}
