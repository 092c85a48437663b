import { type Failure, failureOf } from '../../shared/failure.ts';
import type { Intent, JenkinsState, Snapshot } from '../../shared/snapshot.ts';
import { runningBuilds, runningPlace } from '../observe/observe.ts';
import type { Place } from '../stack/page-url.ts';
import type { World } from '../world/world.ts';
import { type Observation, observeAndPlan } from './observation.ts';
import type { RequestQueue } from './request-queue.ts';
import { buildsStateOf, jenkinsStateOf, noticesOf } from './snapshot-of.ts';
import type { Snapshots } from './snapshots.ts';

/** Delay before an unreachable engine, or a home that does not respond, is observed again. */
const RETRY_MS = 5000;
/** Delay before a starting page is observed again. */
const STARTING_MS = 1000;
/** Grace period after a suspend or network change in which a missing engine is not reported as unreachable. */
const WAKING_MS = 30_000;

export interface ObserverOptions {
  readonly world: World;
  readonly version: string;
  readonly snapshots: Snapshots;
  readonly queue: RequestQueue;
  readonly closing: AbortSignal;
  /** Schedules another observation, after this many milliseconds. */
  refreshSoon(ms: number): void;
}

/** Observes the current state and publishes it; changes nothing. */
export class Observer {
  readonly #options: ObserverOptions;
  #current: Promise<Snapshot> | null = null;
  /** The place of the running Jenkins at the last observation; null after a change. */
  #place: Place | null = null;
  /** Until then a connected engine that does not respond is retried silently; milliseconds since 1970. */
  #wakingUntil = 0;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** Observes once; concurrent callers share the observation. */
  refresh(signal: AbortSignal = this.#options.closing): Promise<Snapshot> {
    this.#current ??= this.observe(signal).finally(() => {
      this.#current = null;
    });
    return this.#current;
  }

  /** Like `refresh`, after a suspend or network change: retries before reporting the engine unreachable. */
  wake(): Promise<Snapshot> {
    this.#wakingUntil = this.#options.world.clock.now() + WAKING_MS;
    return this.refresh();
  }

  /** Reports a change since the last observation. */
  changed(): void {
    this.#place = null;
  }

  /** Queries only Jenkins for its running builds, if one runs and no other work is active. */
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

  /** Resolves when the current observation has ended. */
  async idle(): Promise<void> {
    await this.#current?.catch(() => undefined);
  }

  /** Observes once, without sharing. */
  async observe(signal: AbortSignal): Promise<Snapshot> {
    const { world, version, snapshots, queue } = this.#options;
    const intent = world.intent.load();
    const { settings, problem } = world.settings.load();
    const completed = queue.completed;
    try {
      const observation = await observeAndPlan(world, { intent, settings, preflight: false, version }, signal);
      if (completed !== queue.completed) return await this.observe(signal);
      const working = snapshots.now.activity.kind === 'working';
      return await this.show(observation, working ? world.intent.load() : intent, problem);
    } catch (thrown) {
      return this.#unreachable(failureOf(thrown), intent, problem);
    }
  }

  /** Publishes an observation; `problem`: what is wrong with the settings file. */
  async show(observation: Observation, intent: Intent, problem: Failure | null = null): Promise<Snapshot> {
    const { world, snapshots, refreshSoon } = this.#options;
    const { facts, plan, scope } = observation;
    this.#place = runningPlace(facts.containers, scope);
    const { activity, jenkins: before } = snapshots.now;
    const jenkins =
      activity.kind === 'working' && intent.state === 'pending'
        ? before
        : await this.#orOtherProcess(jenkinsStateOf(facts, plan, intent, scope.settings, scope.names), intent);
    if (jenkins.kind === 'restarting') refreshSoon(STARTING_MS);
    // No event says that another process has ended.
    if (jenkins.kind === 'converging' && activity.kind === 'idle') refreshSoon(RETRY_MS);
    else if (facts.home.kind === 'unresponsive') refreshSoon(RETRY_MS);
    const { host, context } = world.endpoint;
    return snapshots.publish({
      firstTime: intent.id === 0,
      intent: intent.mode,
      engine: { kind: 'connected', version: facts.engine.version, apiVersion: facts.engine.apiVersion, host, context },
      jenkins,
      builds: buildsStateOf(facts.page?.kind === 'ready' ? facts.builds : null),
      notices: noticesOf(intent, problem, plan),
    });
  }

  #unreachable(failure: Failure, intent: Intent, problem: Failure | null): Snapshot {
    const { world, snapshots, closing, refreshSoon } = this.#options;
    if (closing.aborted) return snapshots.now;
    refreshSoon(RETRY_MS);
    if (snapshots.now.engine.kind === 'connected' && world.clock.now() < this.#wakingUntil) return snapshots.now;
    return snapshots.publish({
      intent: intent.mode,
      engine: { kind: 'unreachable', failure },
      jenkins: { kind: 'unknown' },
      notices: noticesOf(intent, problem, null),
    });
  }

  /** While another process works on the intent, shows its work instead of drift. */
  async #orOtherProcess(state: JenkinsState, intent: Intent): Promise<JenkinsState> {
    const { world, queue } = this.#options;
    if (intent.state !== 'pending' || queue.isRunning) return state;
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
