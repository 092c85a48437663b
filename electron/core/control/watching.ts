import type { Result } from '../../shared/failure.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { World } from '../world/world.ts';
import type { Looking } from './looking.ts';
import type { Snapshots } from './snapshots.ts';
import type { Turns } from './turns.ts';

/** How long to wait after an event, ms: events come in bursts, and one look serves them all. */
const SETTLE_MS = 150;

export interface WatchingOptions {
  readonly world: World;
  readonly snapshots: Snapshots;
  readonly turns: Turns;
  readonly looking: Looking;
  readonly closing: AbortSignal;
  /** Works until the stored intent is reached. */
  finish(): Promise<Result<Snapshot>>;
}

/** Looks again when something may have changed, and finishes what an earlier run left pending. */
export class Watching {
  readonly #options: WatchingOptions;
  /** An intent is pending whose engine is away, as it may be for a while after a boot. */
  #waitsForEngine = false;
  #cancelTimer: () => void = () => undefined;
  #unwatch: readonly (() => void)[] = [];

  constructor(options: WatchingOptions) {
    this.#options = options;
  }

  /** Watches the engine's events, the settings and the intent, until `stop`. */
  start(): void {
    const { world, looking, closing } = this.#options;
    const changed = (): void => {
      looking.changed();
      this.lookSoon(SETTLE_MS);
    };
    world.engine.watch(changed, closing);
    this.#unwatch = [world.settings.watch(changed), world.intent.watch(changed)];
    void this.#finishPending().then(() => looking.refresh());
  }

  stop(): void {
    for (const end of this.#unwatch) end();
    this.#cancelTimer();
  }

  /** Looks after `ms`, unless a later call says otherwise; does nothing before `start`. */
  lookSoon(ms: number): void {
    const { world, turns, closing } = this.#options;
    if (this.#unwatch.length === 0 || closing.aborted) return;
    this.#cancelTimer();
    this.#cancelTimer = world.clock.after(ms, () => {
      if (!turns.isRunning) void this.#lookAfresh();
    });
  }

  /** A look that is under way may have missed the change: waits for it, then makes another. */
  async #lookAfresh(): Promise<void> {
    const { snapshots, looking } = this.#options;
    await looking.idle();
    await looking.refresh();
    if (this.#waitsForEngine && snapshots.now.engine.kind === 'connected') await this.#finishPending();
  }

  /** The user consented to what is pending when it began, so any process may finish it. */
  async #finishPending(): Promise<void> {
    const { world, turns, finish } = this.#options;
    this.#waitsForEngine = false;
    if (world.intent.load().state !== 'pending' || (await world.lock.holder()) !== null || turns.isRunning) return;
    const result = await finish();
    this.#waitsForEngine =
      !result.ok && (result.failure.code === 'engine/unreachable' || result.failure.code === 'engine/forbidden');
  }
}
