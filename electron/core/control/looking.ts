import { type Failure, failureOf } from '../../shared/failure.ts';
import type { Intent, JenkinsState, Snapshot } from '../../shared/snapshot.ts';
import { runningBuilds, runningPlace } from '../observe/observe.ts';
import type { Place } from '../stack/page-url.ts';
import type { World } from '../world/world.ts';
import { type Look, look } from './look.ts';
import { buildsStateOf, jenkinsStateOf, noticesOf } from './snapshot-of.ts';
import type { Snapshots } from './snapshots.ts';
import type { Turns } from './turns.ts';

/** After how long an unreachable engine is looked at again, ms. */
const RETRY_MS = 5000;
/** After how long a page that is starting is looked at again, ms. */
const STARTING_MS = 1000;
/** How long after a suspend or a network change an engine may be away without being called unreachable, ms. */
const WAKING_MS = 30_000;

export interface LookingOptions {
  readonly world: World;
  readonly version: string;
  readonly snapshots: Snapshots;
  readonly turns: Turns;
  readonly closing: AbortSignal;
  /** Called where another look should follow, after so many milliseconds. */
  lookSoon(ms: number): void;
}

/** Looks at what is there and publishes it; changes nothing. */
export class Looking {
  readonly #options: LookingOptions;
  #current: Promise<Snapshot> | null = null;
  /** Where the Jenkins that runs listens, as of the last look; null from the first sign of a change. */
  #place: Place | null = null;
  /** Until then an engine that was connected and does not answer is only asked again; milliseconds since 1970. */
  #wakingUntil = 0;

  constructor(options: LookingOptions) {
    this.#options = options;
  }

  /** Looks once; callers that come meanwhile share the look. */
  refresh(signal: AbortSignal = this.#options.closing): Promise<Snapshot> {
    this.#current ??= this.look(signal).finally(() => {
      this.#current = null;
    });
    return this.#current;
  }

  /** Like `refresh`, after a suspend or network change: retries before reporting the engine unreachable. */
  wake(): Promise<Snapshot> {
    this.#wakingUntil = this.#options.world.clock.now() + WAKING_MS;
    return this.refresh();
  }

  /** Something has changed since the last look. */
  changed(): void {
    this.#place = null;
  }

  /** Asks Jenkins, and only Jenkins, for its running builds, where one runs and nothing else is going on. */
  async countBuilds(): Promise<void> {
    const { world, snapshots, closing } = this.#options;
    const { jenkins, builds, activity } = snapshots.now;
    const place = this.#place;
    if (jenkins.kind !== 'running' || activity.kind !== 'idle' || this.#current !== null || place === null) return;
    const { settings } = world.settings.load();
    const found = await runningBuilds(world, settings, place, closing).catch(() => null);
    if (found === null || snapshots.now.jenkins !== jenkins) return;
    const now = buildsStateOf(found);
    if (now.running > 0 || builds.running > 0 || now.kind !== builds.kind) snapshots.publish({ builds: now });
  }

  /** Resolves when the look that is under way has ended. */
  async idle(): Promise<void> {
    await this.#current?.catch(() => undefined);
  }

  /** Looks once, not shared. */
  async look(signal: AbortSignal): Promise<Snapshot> {
    const { world, version, snapshots, turns } = this.#options;
    const intent = world.intent.load();
    const { settings, problem } = world.settings.load();
    const ended = turns.ended;
    try {
      const seen = await look(world, { intent, settings, preflight: false, version }, signal);
      if (ended !== turns.ended) return await this.look(signal);
      const working = snapshots.now.activity.kind === 'working';
      return await this.show(seen, working ? world.intent.load() : intent, problem);
    } catch (thrown) {
      return this.#unreachable(failureOf(thrown), intent, problem);
    }
  }

  /** Publishes what a look found; `problem`: what is wrong with the settings file. */
  async show(seen: Look, intent: Intent, problem: Failure | null = null): Promise<Snapshot> {
    const { world, snapshots, lookSoon } = this.#options;
    const { facts, plan, scope } = seen;
    this.#place = runningPlace(facts.containers, scope);
    const { activity, jenkins: before } = snapshots.now;
    const jenkins =
      activity.kind === 'working' && intent.state === 'pending'
        ? before
        : await this.#orElsewhere(jenkinsStateOf(facts, plan, intent, scope.settings, scope.names), intent);
    if (jenkins.kind === 'restarting') lookSoon(STARTING_MS);
    const { host, context } = world.endpoint;
    return snapshots.publish({
      firstTime: intent.id === 0,
      intent: intent.mode,
      engine: { kind: 'connected', version: facts.engine.version, apiVersion: facts.engine.apiVersion, host, context },
      jenkins,
      builds: buildsStateOf(facts.page?.kind === 'ready' ? facts.builds : null),
      notices: noticesOf(intent, problem),
    });
  }

  #unreachable(failure: Failure, intent: Intent, problem: Failure | null): Snapshot {
    const { world, snapshots, closing, lookSoon } = this.#options;
    if (closing.aborted) return snapshots.now;
    lookSoon(RETRY_MS);
    if (snapshots.now.engine.kind === 'connected' && world.clock.now() < this.#wakingUntil) return snapshots.now;
    return snapshots.publish({
      intent: intent.mode,
      engine: { kind: 'unreachable', failure },
      jenkins: { kind: 'unknown' },
      notices: noticesOf(intent, problem),
    });
  }

  /** While another process works, its work is shown, not called drift. */
  async #orElsewhere(state: JenkinsState, intent: Intent): Promise<JenkinsState> {
    const { world, turns } = this.#options;
    if (intent.state !== 'pending' || turns.isRunning) return state;
    const holder = await world.lock.holder();
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
}
