import { err, FailureError, failureOf, ok, type Result } from '../../shared/failure.ts';
import { appCloses, outdated, switchCancelled } from '../../shared/failures/run.ts';
import type { Mode } from '../../shared/mode.ts';
import { nothingKnown } from '../../shared/nothing-known.ts';
import type { Intent, Preview, Snapshot } from '../../shared/snapshot.ts';
import { runningMode } from '../observe/observe.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import { converge } from './converge.ts';
import type { Look } from './look.ts';
import { Looking } from './looking.ts';
import { previewOf } from './preview.ts';
import { Progress } from './progress.ts';
import { refusalOf } from './refusal.ts';
import { Snapshots } from './snapshots.ts';
import { Turns } from './turns.ts';
import { Watching } from './watching.ts';
import { cancelled } from './way-back.ts';
import { draftIntent, isReached, type Wish } from './wish.ts';

/** Runs passes, one at a time, until what is there is what was asked for; holds the snapshot. */
export interface Controller {
  snapshot(): Snapshot;
  /** Calls back with each new snapshot; returns a function that unsubscribes. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  /** Observes once, changes nothing. */
  refresh(signal?: AbortSignal): Promise<Snapshot>;
  /** Like `refresh`, after a suspend or network change: retries before reporting the engine unreachable. */
  wake(): Promise<Snapshot>;
  /** Asks a running Jenkins for its builds, which change without an event; asks the engine nothing. */
  countBuilds(): Promise<void>;
  /** What `wish` would do, without doing it. */
  preview(mode: Mode, purge?: Intent['purge']): Promise<Result<Preview>>;
  /**
   * Stores the wish as the intent and works until it is reached. Fails with `consent/needed` and changes nothing
   * where a question of `preview` is not consented to. An abort leaves the intent pending: the next call goes on.
   */
  fulfil(wish: Wish, signal?: AbortSignal): Promise<Result<Snapshot>>;
  /** Gives up what is being done and goes back to where it began. */
  cancel(): Promise<Result<Snapshot>>;
  /** For the app: watches events, settings and intent, finishes a pending intent, until `close`. */
  watch(): void;
  close(): Promise<void>;
}

/** A controller for the world's engine, settings and home; `version`: the app's, which the labels carry. */
export function createController(world: World, version: string): Controller {
  return new PassController(world, version);
}

class PassController implements Controller {
  readonly #world: World;
  readonly #version: string;
  readonly #closing = new AbortController();
  readonly #snapshots: Snapshots;
  readonly #turns: Turns;
  readonly #looking: Looking;
  readonly #watching: Watching;

  constructor(world: World, version: string) {
    this.#world = world;
    this.#version = version;
    const intent = world.intent.load();
    const snapshots = new Snapshots({ ...nothingKnown, firstTime: intent.id === 0, intent: intent.mode });
    const closing = this.#closing.signal;
    const turns = new Turns(world.lock, snapshots, closing);
    const lookSoon = (ms: number): void => this.#watching.lookSoon(ms);
    const looking = new Looking({ world, version, snapshots, turns, closing, lookSoon });
    const finish = () =>
      this.#run('finish what was begun', undefined, (aborted) => this.#work(world.intent.load(), null, aborted));
    this.#snapshots = snapshots;
    this.#turns = turns;
    this.#looking = looking;
    this.#watching = new Watching({ world, snapshots, turns, looking, closing, finish });
  }

  snapshot(): Snapshot {
    return this.#snapshots.now;
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    return this.#snapshots.subscribe(listener);
  }

  refresh(signal?: AbortSignal): Promise<Snapshot> {
    return this.#looking.refresh(signal);
  }

  wake(): Promise<Snapshot> {
    return this.#looking.wake();
  }

  countBuilds(): Promise<void> {
    return this.#looking.countBuilds();
  }

  async preview(mode: Mode, purge: Intent['purge'] = []): Promise<Result<Preview>> {
    const wish: Wish = { mode, consents: 'all', purge };
    try {
      const { intent, seen } = await draftIntent(this.#world, this.#version, wish, this.#closing.signal);
      return ok(previewOf(intent.mode, seen));
    } catch (thrown) {
      return err(failureOf(thrown));
    }
  }

  async fulfil(wish: Wish, signal?: AbortSignal): Promise<Result<Snapshot>> {
    if (!(await this.#turns.next(outdated()))) return err(outdated());
    return this.#run(`switch to ${wish.mode}`, signal, async (aborted) => {
      const { intent, seen } = await draftIntent(this.#world, this.#version, wish, aborted);
      if (isReached(wish, this.#world.intent.load(), seen.plan)) return this.#looking.show(seen, intent);
      const refusal = refusalOf(seen.plan, intent);
      if (refusal !== null) throw new FailureError(refusal);
      await this.#world.intent.save(intent);
      return this.#work(intent, seen, aborted);
    });
  }

  async cancel(): Promise<Result<Snapshot>> {
    if (!(await this.#turns.next(switchCancelled()))) return err(outdated());
    return this.#run('go back', undefined, async (aborted) => {
      const intent = this.#world.intent.load();
      if (intent.state !== 'pending') return this.#looking.look(aborted);
      const names = namesOf(this.#world.settings.load().settings.instance);
      const there = await this.#world.engine.containersNamed(Object.values(names.jenkins), aborted);
      const next = cancelled(intent, runningMode(there, names) ?? 'off', names);
      await this.#world.intent.save(next);
      return next.state === 'settled' ? this.#looking.look(aborted) : this.#work(next, null, aborted);
    });
  }

  watch(): void {
    this.#watching.start();
  }

  async close(): Promise<void> {
    this.#watching.stop();
    this.#closing.abort(new FailureError(appCloses()));
    await this.#turns.idle();
    await this.#looking.idle();
  }

  /** Takes a turn; where it fails, looks at how things stand now. */
  async #run(
    purpose: string,
    signal: AbortSignal | undefined,
    work: (aborted: AbortSignal) => Promise<Snapshot>,
  ): Promise<Result<Snapshot>> {
    const result = await this.#turns.run(purpose, signal, work);
    if (!result.ok && result.failure.code !== 'run/interrupted' && !this.#closing.signal.aborted)
      await this.#looking.refresh().catch(() => undefined);
    return result;
  }

  /** Works towards a stored intent and publishes each step; `first`: a look made for it already. */
  async #work(intent: Intent, first: Look | null, signal: AbortSignal): Promise<Snapshot> {
    const { settings, problem } = this.#world.settings.load();
    if (problem !== null) throw new FailureError(problem);
    const { from } = intent;
    const progress = new Progress(intent.mode, this.#world.clock, () => {
      const { mode } = progress;
      this.#snapshots.publish({
        firstTime: false,
        intent: mode,
        jenkins: { kind: 'converging', from, to: mode, mode, ...progress.summary() },
        activity: progress.activity(),
      });
    });
    const seen = await converge({ world: this.#world, settings, version: this.#version, progress }, first, signal);
    return this.#looking.show(seen, this.#world.intent.load());
  }
}
