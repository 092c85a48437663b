import { err, type Failure, FailureError, failureOf, ok, type Result } from '../../shared/failure.ts';
import type { Mode } from '../../shared/mode.ts';
import type { EngineState, Intent, JenkinsState, Preview, Snapshot } from '../../shared/snapshot.ts';
import { runningBuilds, runningMode, runningPlace } from '../observe/observe.ts';
import { namesOf } from '../stack/names.ts';
import type { Place } from '../stack/page-url.ts';
import type { World } from '../world/world.ts';
import { consentNeeded, converge, wayBack } from './converge.ts';
import { isStopping } from './is-stopping.ts';
import { type Look, look } from './look.ts';
import { nothingKnown } from './nothing-known.ts';
import { previewOf } from './preview.ts';
import { Progress } from './progress.ts';
import { buildsStateOf, jenkinsStateOf, noticesOf } from './snapshot-of.ts';
import { draftIntent, type Wish } from './wish.ts';

/** Runs passes, one at a time, until what is there is what was asked for; holds the snapshot. */
export interface Controller {
  snapshot(): Snapshot;
  /** Calls back with each new snapshot, until the answer is called. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  /** Observes once, changes nothing. */
  refresh(signal?: AbortSignal): Promise<Snapshot>;
  /** The same after a sleep or in another network, where an engine that does not answer yet is asked again before that is told. */
  wake(): Promise<Snapshot>;
  /** Asks a Jenkins that runs for its builds, and the engine nothing: they change between looks, and no event says so. */
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

/** Events come in bursts; one look answers them all. */
const SETTLE_MS = 150;
/** How often an unreachable engine or a starting page is looked at again, ms. */
const RETRY_MS = 5000;
/** How long after a sleep or a change of the network an engine may be away without being called so, ms. */
const WAKING_MS = 30_000;

export function createController(world: World, version: string): Controller {
  return new OneController(world, version);
}

class OneController implements Controller {
  readonly #world: World;
  readonly #version: string;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #closing = new AbortController();
  #snapshot: Snapshot;
  #running: { readonly abort: AbortController; readonly ended: Promise<unknown> } | null = null;
  #looking: Promise<Snapshot> | null = null;
  /** Where the Jenkins that runs listens, as of the last look; null from the first sign that something has changed. */
  #place: Place | null = null;
  /** Of the newest wish; one that finds a newer when its turn comes gives up. */
  #wishes = 0;
  /** Passes that have ended; what was seen before the last of them is no longer so. */
  #passes = 0;
  /** What a former run began waits for an engine that is away, as it may be for a while after a boot. */
  #unfinished = false;
  /** Until then an engine that was there and does not answer is only asked again. */
  #wakingUntil = 0;
  #cancelTimer: (() => void) | null = null;
  #unwatch: (() => void)[] = [];

  constructor(world: World, version: string) {
    this.#world = world;
    this.#version = version;
    const intent = world.intent.load();
    this.#snapshot = { ...nothingKnown, firstTime: intent.id === 0, intent: intent.mode };
  }

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  refresh(signal: AbortSignal = this.#closing.signal): Promise<Snapshot> {
    this.#looking ??= this.#look(signal).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  wake(): Promise<Snapshot> {
    this.#wakingUntil = this.#world.clock.now() + WAKING_MS;
    return this.refresh();
  }

  async countBuilds(): Promise<void> {
    const { jenkins, builds, activity } = this.#snapshot;
    const place = this.#place;
    if (jenkins.kind !== 'running' || activity.kind !== 'idle' || this.#looking !== null || place === null) return;
    const { settings } = this.#world.settings.load();
    const found = await runningBuilds(this.#world, settings, place, this.#closing.signal).catch(() => null);
    if (found === null || this.#snapshot.jenkins !== jenkins) return;
    const now = buildsStateOf(found);
    if (now.running > 0 || builds.running > 0 || now.kind !== builds.kind) this.#publish({ builds: now });
  }

  async preview(mode: Mode, purge: Intent['purge'] = []): Promise<Result<Preview>> {
    try {
      const { intent, seen } = await draftIntent(
        this.#world,
        this.#version,
        { mode, consents: 'all', purge },
        this.#closing.signal,
      );
      return ok(previewOf(intent.mode, seen));
    } catch (thrown) {
      return err(failureOf(thrown));
    }
  }

  async fulfil(wish: Wish, signal?: AbortSignal): Promise<Result<Snapshot>> {
    if (!(await this.#turn('Something newer was asked for', ''))) return err(outdated);
    return this.#exclusively(`switch to ${wish.mode}`, signal, async (aborted) => {
      const { intent, seen } = await draftIntent(this.#world, this.#version, wish, aborted);
      const stored = this.#world.intent.load();
      if (
        seen.plan.steps.length === 0 &&
        stored.mode === wish.mode &&
        stored.state === 'settled' &&
        stored.failure === null
      )
        return this.#show(seen, intent);
      const block = seen.plan.blocks[0];
      if (block !== undefined) throw new FailureError(block);
      const open = seen.plan.questions.filter(({ id }) => !intent.consents.includes(id));
      if (open.length > 0) throw new FailureError(consentNeeded(open.map(({ text }) => text)));
      await this.#world.intent.save(intent);
      return this.#work(intent, seen, aborted);
    });
  }

  async cancel(): Promise<Result<Snapshot>> {
    if (!(await this.#turn('Cancelled', 'Going back to where it began.'))) return err(outdated);
    return this.#exclusively('go back', undefined, async (aborted) => {
      const intent = this.#world.intent.load();
      if (intent.state !== 'pending') return this.#look(aborted);
      const names = namesOf(this.#world.settings.load().settings.instance);
      const there = await this.#world.engine.containersNamed(Object.values(names.jenkins), aborted);
      // Made anew in its own mode: while the old one runs, to go back is to leave it.
      if (intent.mode === intent.from && (runningMode(there, names) ?? 'off') === intent.mode) {
        await this.#world.intent.save({ ...intent, state: 'settled', consents: [], purge: [] });
        return this.#look(aborted);
      }
      const back = wayBack(intent, names);
      await this.#world.intent.save(back);
      return this.#work(back, null, aborted);
    });
  }

  watch(): void {
    const { engine, settings, intent } = this.#world;
    const again = (): void => {
      this.#place = null;
      this.#lookSoon(SETTLE_MS);
    };
    engine.watch(again, this.#closing.signal);
    this.#unwatch = [settings.watch(again), intent.watch(again)];
    void this.#finishPending().then(() => this.refresh());
  }

  async close(): Promise<void> {
    for (const end of this.#unwatch) end();
    this.#cancelTimer?.();
    this.#closing.abort(
      new FailureError({
        code: 'run/interrupted',
        title: 'Jenkins Tray is closing',
        detail: 'The next start goes on.',
      }),
    );
    this.#running?.abort.abort(this.#closing.signal.reason);
    await this.#running?.ended;
    await this.#looking?.catch(() => undefined);
  }

  /** A newer wish of this process aborts the older between its steps; of several that wait for that, the newest goes on. */
  async #turn(title: string, detail: string): Promise<boolean> {
    this.#wishes += 1;
    const wish = this.#wishes;
    await this.#interrupt(title, detail);
    return wish === this.#wishes;
  }

  /**
   * Aborts what runs. A stop cannot be taken back, and until it has ended its container looks as if it ran: that step
   * is waited for.
   */
  async #interrupt(title: string, detail: string): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    await Promise.race([this.#stopped(), running.ended]);
    running.abort.abort(new FailureError({ code: 'run/interrupted', title, detail }));
    await running.ended;
  }

  /** Resolves when no stop is under way. */
  async #stopped(): Promise<void> {
    if (!isStopping(this.#snapshot)) return;
    await new Promise<void>((resolve) => {
      const end = this.subscribe((snapshot) => {
        if (isStopping(snapshot)) return;
        end();
        resolve();
      });
    });
  }

  /** What a former run began and did not finish, it consented to; anybody may finish it. */
  async #finishPending(): Promise<void> {
    this.#unfinished = false;
    if (this.#world.intent.load().state !== 'pending' || (await this.#world.lock.holder()) !== null) return;
    if (this.#running !== null) return;
    const result = await this.#exclusively('finish what was begun', undefined, (aborted) =>
      this.#work(this.#world.intent.load(), null, aborted),
    );
    this.#unfinished =
      !result.ok && (result.failure.code === 'engine/unreachable' || result.failure.code === 'engine/forbidden');
  }

  /** One pass at a time, in this process and across processes. */
  async #exclusively(
    purpose: string,
    signal: AbortSignal | undefined,
    work: (aborted: AbortSignal) => Promise<Snapshot>,
  ): Promise<Result<Snapshot>> {
    const abort = new AbortController();
    const ended = this.#locked(
      purpose,
      AbortSignal.any([abort.signal, this.#closing.signal, ...(signal === undefined ? [] : [signal])]),
      work,
    );
    const running = { abort, ended };
    this.#running = running;
    const result = await ended;
    this.#passes += 1;
    if (this.#running === running) this.#running = null;
    this.#publish({ activity: { kind: 'idle' } });
    if (!result.ok && result.failure.code !== 'run/interrupted' && !this.#closing.signal.aborted)
      await this.refresh(this.#closing.signal).catch(() => undefined);
    return result.ok ? ok(this.#snapshot) : result;
  }

  async #locked(
    purpose: string,
    signal: AbortSignal,
    work: (aborted: AbortSignal) => Promise<Snapshot>,
  ): Promise<Result<Snapshot>> {
    try {
      const lock = await this.#world.lock.acquire(purpose);
      try {
        return ok(await work(AbortSignal.any([signal, lock.signal])));
      } finally {
        await lock.release();
      }
    } catch (thrown) {
      return err(failureOf(thrown));
    }
  }

  async #work(intent: Intent, first: Look | null, signal: AbortSignal): Promise<Snapshot> {
    const { settings, problem } = this.#world.settings.load();
    if (problem !== null) throw new FailureError(problem);
    const from = intent.from;
    const progress = new Progress(intent.mode, this.#world.clock, () => {
      const now = progress.mode;
      const jenkins: JenkinsState = { kind: 'converging', from, to: now, mode: now, ...progress.summary() };
      this.#publish({ firstTime: false, intent: now, jenkins, activity: progress.activity() });
    });
    const seen = await converge({ world: this.#world, settings, version: this.#version, progress }, first, signal);
    return this.#show(seen, this.#world.intent.load());
  }

  async #look(signal: AbortSignal): Promise<Snapshot> {
    const intent = this.#world.intent.load();
    const { settings, problem } = this.#world.settings.load();
    const passes = this.#passes;
    try {
      const seen = await look(this.#world, { intent, settings, thoroughly: false, version: this.#version }, signal);
      if (passes !== this.#passes) return await this.#look(signal);
      const working = this.#snapshot.activity.kind === 'working';
      return await this.#show(seen, working ? this.#world.intent.load() : intent, problem);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (this.#closing.signal.aborted) return this.#snapshot;
      this.#lookSoon(RETRY_MS);
      if (this.#snapshot.engine.kind === 'connected' && this.#world.clock.now() < this.#wakingUntil)
        return this.#snapshot;
      const engine: EngineState = { kind: 'unreachable', failure };
      return this.#publish({
        intent: intent.mode,
        engine,
        jenkins: { kind: 'unknown' },
        notices: noticesOf(intent, problem),
      });
    }
  }

  async #show(seen: Look, intent: Intent, problem: Failure | null = null): Promise<Snapshot> {
    const { facts, plan, view } = seen;
    this.#place = runningPlace(facts.containers, view);
    const busy = this.#snapshot.activity.kind === 'working';
    const jenkins =
      busy && intent.state === 'pending'
        ? this.#snapshot.jenkins
        : await this.#orElsewhere(jenkinsStateOf(facts, plan, intent, view.settings, view.names), intent);
    if (jenkins.kind === 'restarting') this.#lookSoon(RETRY_MS / 5);
    const { host, context } = this.#world.endpoint;
    return this.#publish({
      firstTime: intent.id === 0,
      intent: intent.mode,
      engine: { kind: 'connected', version: facts.engine.version, apiVersion: facts.engine.apiVersion, host, context },
      jenkins,
      builds: buildsStateOf(facts.page?.kind === 'ready' ? facts.builds : null),
      notices: noticesOf(intent, problem),
    });
  }

  /** While another process works, its work is shown, not called drift. */
  async #orElsewhere(state: JenkinsState, intent: Intent): Promise<JenkinsState> {
    if (intent.state !== 'pending' || this.#running !== null) return state;
    const holder = await this.#world.lock.holder();
    if (holder === null) return state;
    const { from, mode } = intent;
    return {
      kind: 'converging',
      from,
      to: mode,
      mode,
      step: holder,
      done: 0,
      total: 0,
      url: 'url' in state ? state.url : null,
    };
  }

  #lookSoon(ms: number): void {
    if (this.#unwatch.length === 0 || this.#closing.signal.aborted) return;
    this.#cancelTimer?.();
    this.#cancelTimer = this.#world.clock.after(ms, () => {
      if (this.#running === null) void this.#lookAfresh();
    });
  }

  /** A look that is under way may have passed by what has changed since: it is waited for, and another one made. */
  async #lookAfresh(): Promise<void> {
    await this.#looking?.catch(() => undefined);
    await this.refresh();
    if (this.#unfinished && this.#snapshot.engine.kind === 'connected') await this.#finishPending();
  }

  #publish(change: Partial<Omit<Snapshot, 'revision'>>): Snapshot {
    this.#snapshot = { ...this.#snapshot, ...change, revision: this.#snapshot.revision + 1 };
    for (const listener of this.#listeners) listener(this.#snapshot);
    return this.#snapshot;
  }
}

const outdated: Failure = { code: 'run/interrupted', title: 'Something newer was asked for', detail: '' };
