import type { Result } from '../../shared/failure.ts';
import type { Intent, Snapshot } from '../../shared/snapshot.ts';
import type { World } from '../world/world.ts';
import { isEngineAway } from './engine-away.ts';
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
  #resumeIsDue = false;
  /** The pending intent that this process could not finish; another request has another id. */
  #givenUp: number | null = null;
  #cancelTimer: () => void = () => undefined;
  #cancelResume: () => void = () => undefined;
  #unwatch: readonly (() => void)[] = [];

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** Watches the engine's events, the settings and the intent, until `stop`. */
  start(): void {
    const { world, observer, closing } = this.#options;
    const changed = (about?: 'named' | 'more'): void => {
      observer.changed(about);
      this.refreshSoon(SETTLE_MS);
    };
    world.engine.watch(changed, closing);
    observer.changes.begin();
    this.#unwatch = [world.settings.watch(() => changed()), world.intent.watch(() => changed())];
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

  /** Like `resumeLater`, unless that is due already: an intent is pending, and nobody seems to work on it. */
  async #resumeAbandoned(): Promise<void> {
    const { world, queue } = this.#options;
    const pending = pendingIn(world);
    if (pending === null || pending.id === this.#givenUp || this.#resumeIsDue || queue.isRunning) return;
    if ((await world.lock.holder()) === null) this.resumeLater();
  }

  /** Finishes a pending intent after a while, once the engine answers. Does nothing before `start`. */
  resumeLater(): void {
    const { world, queue, closing } = this.#options;
    if (this.#unwatch.length === 0 || closing.aborted) return;
    this.#cancelResume();
    this.#resumeIsDue = true;
    this.#cancelResume = world.clock.after(RESUME_MS, () => {
      this.#resumeIsDue = false;
      this.#resumes = true;
      if (!queue.isRunning) void this.#observeAgain();
    });
  }

  /** Waits for a running observation, which may have missed the change, then makes another. */
  async #observeAgain(): Promise<void> {
    const { snapshots, observer } = this.#options;
    await observer.idle();
    await observer.refresh();
    if (snapshots.now.engine.kind !== 'connected') return;
    await (this.#resumes ? this.#finishPending() : this.#resumeAbandoned());
  }

  /** Finishes a pending intent: the user consented to it when it started, so any process may. */
  async #finishPending(): Promise<void> {
    const { world, queue, finish } = this.#options;
    this.#resumes = false;
    this.#resumeIsDue = false;
    this.#cancelResume();
    const pending = pendingIn(world);
    if (pending === null) return;
    const holder = await world.lock.holder();
    // Another request comes first, of this process or another one; if it is refused, nothing tells of that, and the pending
    // intent is finished afterwards.
    if (queue.isRunning || holder !== null) this.resumeLater();
    else {
      const result = await finish();
      // What is still pending then, for another reason than an engine that is away, would fail each time.
      if (!result.ok && !isEngineAway(result.failure) && result.failure.code !== 'run/interrupted')
        this.#givenUp = pending.id;
    }
  }
}

/** The pending intent; null if there is none, or if it cannot be read, which each observation reports. */
function pendingIn({ intent }: World): Intent | null {
  try {
    const stored = intent.load();
    return stored.state === 'pending' ? stored : null;
  } catch {
    return null;
  }
}
