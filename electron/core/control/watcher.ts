import type { Result } from '../../shared/failure.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { World } from '../world/world.ts';
import type { Observer } from './observer.ts';
import type { RequestQueue } from './request-queue.ts';
import type { Snapshots } from './snapshots.ts';

/** Delay after an event: events come in bursts, and one observation covers them all. */
const SETTLE_MS = 150;

export interface WatcherOptions {
  readonly world: World;
  readonly snapshots: Snapshots;
  readonly queue: RequestQueue;
  readonly observer: Observer;
  readonly closing: AbortSignal;
  /** Works until the stored intent is reached. */
  finish(): Promise<Result<Snapshot>>;
}

/** Delay before a pass that ended early is resumed, even if its engine seems to be back at once. */
const RESUME_MS = 5000;

/** Observes again when something may have changed, and finishes a pending intent whose work ended early. */
export class Watcher {
  readonly #options: WatcherOptions;
  /** Whether to finish the pending intent as soon as the engine answers. */
  #resumes = false;
  #cancelTimer: () => void = () => undefined;
  #cancelResume: () => void = () => undefined;
  #unwatch: readonly (() => void)[] = [];

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** Watches the engine's events, the settings and the intent, until `stop`. */
  start(): void {
    const { world, observer, closing } = this.#options;
    const changed = (): void => {
      observer.changed();
      this.refreshSoon(SETTLE_MS);
    };
    world.engine.watch(changed, closing);
    this.#unwatch = [world.settings.watch(changed), world.intent.watch(changed)];
    void this.#finishPending().then(() => observer.refresh());
  }

  stop(): void {
    for (const end of this.#unwatch) end();
    this.#cancelTimer();
    this.#cancelResume();
  }

  /** Observes after `ms`; a later call replaces this one. Does nothing before `start`. */
  refreshSoon(ms: number): void {
    const { world, queue, closing } = this.#options;
    if (this.#unwatch.length === 0 || closing.aborted) return;
    this.#cancelTimer();
    this.#cancelTimer = world.clock.after(ms, () => {
      if (!queue.isRunning) void this.#observeAgain();
    });
  }

  /** Finishes a pending intent after a while, once the engine answers. Does nothing before `start`. */
  resumeLater(): void {
    const { world, queue, closing } = this.#options;
    if (this.#unwatch.length === 0 || closing.aborted) return;
    this.#cancelResume();
    this.#cancelResume = world.clock.after(RESUME_MS, () => {
      this.#resumes = true;
      if (!queue.isRunning) void this.#observeAgain();
    });
  }

  /** Waits for a running observation, which may have missed the change, then makes another. */
  async #observeAgain(): Promise<void> {
    const { snapshots, observer } = this.#options;
    await observer.idle();
    await observer.refresh();
    if (this.#resumes && snapshots.now.engine.kind === 'connected') await this.#finishPending();
  }

  /** Finishes a pending intent: the user consented to it when it started, so any process may. */
  async #finishPending(): Promise<void> {
    const { world, queue, finish } = this.#options;
    this.#resumes = false;
    this.#cancelResume();
    if (world.intent.load().state !== 'pending') return;
    const holder = await world.lock.holder();
    // The user's request comes first; if it is refused, the pending intent is finished afterwards.
    if (queue.isRunning) this.resumeLater();
    else if (holder === null) await finish();
  }
}
