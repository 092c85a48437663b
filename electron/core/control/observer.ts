import { type Failure, failureOf } from '../../shared/failure.ts';
import { type Intent, isUp, type JenkinsState, type Snapshot } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import { baseNotices } from '../observe/newer-base.ts';
import { runningPlace, worldOf } from '../observe/observe.ts';
import type { Condition } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';
import { BesideMemory } from './beside-memory.ts';
import { BuildChanges } from './build-changes.ts';
import { BuildCount, type Running } from './build-count.ts';
import { type Observation, observeAndPlan } from './observation.ts';
import type { RequestQueue } from './request-queue.ts';
import { buildsStateOf, jenkinsStateOf, noticesOf, unplannedStateOf } from './snapshot-of.ts';
import type { Snapshots } from './snapshots.ts';

/** Delay before an unreachable engine, or a home that does not respond, is observed again. */
const RETRY_MS = 5000;
/** Delay before a starting page is observed again. */
const STARTING_MS = 1000;
/** Delay before a Jenkins is observed again whose start has failed, or whose set-up was left unfinished: for days, maybe. */
const LEFT_MS = 60_000;
/** Delay before a Jenkins that has just started with builds in its queue is observed again: they begin soon. */
const STARTED_MS = 4000;
/** Grace period after a suspend or network change in which a missing engine is not reported as unreachable. */
const WAKING_MS = 30_000;

export interface ObserverOptions {
  readonly world: World;
  readonly version: string;
  readonly snapshots: Snapshots;
  readonly queue: Pick<RequestQueue, 'isRunning' | 'completed'>;
  readonly closing: AbortSignal;
  /** Schedules another observation, after this many milliseconds. */
  refreshSoon(ms: number): void;
}

/** When a Jenkins that starts, or has just started, is observed again; null: nothing is expected soon. */
function delayAfterStart({ kind: before }: JenkinsState, { kind }: JenkinsState, { queue }: Facts): number | null {
  if (kind === 'restarting') return STARTING_MS;
  return kind === 'running' && before !== 'running' && queue !== undefined ? STARTED_MS : null;
}

const waitsForPerson = (condition: Condition | undefined): boolean =>
  condition === 'boot-failed' || condition === 'set-up';

function runningIn(world: World, { facts, scope }: Observation): Running | null {
  const place = runningPlace(facts.containers, scope);
  return place === null ? null : { place, world: worldOf(world, scope) };
}

/** Observes the current state and publishes it; changes nothing. */
export class Observer {
  readonly #options: ObserverOptions;
  #current: Promise<Snapshot> | null = null;
  /** The running Jenkins at the last observation, in the world with its home; null after a change. */
  #running: Running | null = null;
  /** How often each container had restarted when Jenkins was last ready: those restarts are no loop. */
  #proven: ReadonlyMap<string, number> = new Map();
  readonly #beside: BesideMemory;
  /** What Jenkins did at the last observation. */
  #condition: Condition | undefined;
  readonly #count: BuildCount;
  /** The changes of builds that the running Jenkins reports; a look at the state alone does not follow them. */
  readonly changes: BuildChanges;
  /** Until then a connected engine that does not respond is retried silently; monotonic milliseconds. */
  #wakingUntil = Number.NEGATIVE_INFINITY;

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#count = new BuildCount(options.snapshots, options.closing);
    this.#beside = new BesideMemory(options.world.clock);
    this.changes = new BuildChanges(options.world.clock, options.closing, (isStale) => this.#askForBuilds(isStale));
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
    this.#wakingUntil = this.#options.world.clock.monotonic() + WAKING_MS;
    // Events of that time are lost, and the clock stood still.
    this.#beside.forget();
    return this.refresh();
  }

  /** Reports a change since the last observation; `named`: of what has exactly our names. */
  changed(about: 'named' | 'more' = 'more'): void {
    this.#running = null;
    if (about === 'more') this.#beside.forget();
  }

  /** Queries only Jenkins for its running builds, if one runs and no other work is active. */
  countBuilds(): Promise<void> {
    return this.changes.count();
  }

  /** Whether Jenkins is to be asked though it reported no change just now. */
  get isPollDue(): boolean {
    return this.changes.isDue || !this.#count.isIdle;
  }

  /** As `countBuilds`; also looks, each few minutes, for what Jenkins reports. */
  async pollBuilds(): Promise<void> {
    await this.changes.renew(this.#running);
    await this.countBuilds();
  }

  /** Resolves when the current observation has ended. */
  async idle(): Promise<void> {
    await this.#current?.catch(() => undefined);
  }

  /** Observes once, without sharing. */
  async observe(signal: AbortSignal): Promise<Snapshot> {
    const { world, version, snapshots, queue } = this.#options;
    const { settings, problem } = world.settings.load();
    const completed = queue.completed;
    let intent: Intent | null = null;
    try {
      intent = world.intent.load();
      const { known, learn } = this.#beside.begin(queue.isRunning ? null : completed);
      const options = { intent, settings, preflight: false, version, forDisplay: true, proven: this.#proven, ...known };
      const observation = await observeAndPlan(world, options, signal);
      learn(observation);
      if (completed !== queue.completed) return await this.observe(signal);
      const working = snapshots.now.activity.kind === 'working';
      return await this.show(observation, working ? world.intent.load() : intent, problem);
    } catch (thrown) {
      const failure = failureOf(thrown);
      return intent !== null && failure.code.startsWith('engine/')
        ? this.#unreachable(failure, intent, problem)
        : this.#unobserved(failure, problem);
    }
  }

  /** Publishes an observation; `problem`: what is wrong with the settings file. */
  async show(observation: Observation, intent: Intent, problem: Failure | null = null): Promise<Snapshot> {
    const { world, snapshots, refreshSoon } = this.#options;
    const { facts, plan, scope, unplanned } = observation;
    this.#running = runningIn(world, observation);
    void this.changes.follow(this.#running, facts.page?.kind === 'ready');
    const { activity, jenkins: before } = snapshots.now;
    const { settings, names } = scope;
    const found =
      unplanned === undefined
        ? jenkinsStateOf(facts, plan, intent, settings, names)
        : unplannedStateOf(facts, intent, unplanned, settings, names);
    const jenkins =
      activity.kind === 'working' && intent.state === 'pending' ? before : await this.#orOtherProcess(found, intent);
    if (facts.page?.kind === 'ready') this.#learnReady(facts);
    const soon = delayAfterStart(before, jenkins, facts);
    if (soon !== null) refreshSoon(soon);
    // No event says that a page answers.
    if (jenkins.kind === 'drifted' && facts.page !== null && facts.page.kind !== 'ready') refreshSoon(RETRY_MS);
    this.#lookAgain(facts.condition);
    // No event says that another process has ended.
    if (jenkins.kind === 'converging' && activity.kind === 'idle') refreshSoon(RETRY_MS);
    else if (facts.home.kind === 'unresponsive') refreshSoon(RETRY_MS);
    const { host, context } = world.endpoint;
    return snapshots.publish({
      firstTime: intent.id === 0,
      intent: intent.mode,
      engine: { kind: 'connected', version: facts.engine.version, apiVersion: facts.engine.apiVersion, host, context },
      jenkins,
      // They are shown of each Jenkins that is up: of one that does not answer they are unknown, not none.
      builds: buildsStateOf(facts.page?.kind === 'ready' || isUp(jenkins) ? facts.builds : null, facts.queue),
      notices: [
        ...noticesOf(intent, problem, plan, this.#options.world.settings.damaged()),
        ...(facts.login === undefined ? [] : [{ id: 'login', failure: facts.login }]),
        ...baseNotices(world, settings),
        ...(unplanned === undefined || jenkins.kind !== 'running' ? [] : [{ id: 'unplanned', failure: unplanned }]),
      ],
    });
  }

  /** Returns whether what runs and waits is known now. */
  async #askForBuilds(isStale: boolean): Promise<boolean> {
    if (this.#current !== null || this.#running === null) return false;
    if (isStale) this.#count.forget();
    const { isKnown, isOther } = await this.#count.count(this.#running);
    if (isOther) await this.refresh();
    return isKnown;
  }

  /** What an observation of a Jenkins that answers tells later ones. */
  #learnReady({ containers, builds, login, isQueueMissed }: Facts): void {
    this.#proven = new Map(containers.map(({ id, restartCount }) => [id, restartCount ?? 0]));
    if (isQueueMissed === true) this.changes.missed();
    else if (builds?.ok === true && login === undefined) this.#count.observed(this.#options.world.clock);
  }

  /** No event says that a person has come. */
  #lookAgain(condition: Condition | undefined): void {
    if (waitsForPerson(condition)) this.#options.refreshSoon(waitsForPerson(this.#condition) ? LEFT_MS : RETRY_MS);
    this.#condition = condition;
  }

  /** Something else than the engine failed: what is known of the engine stays. */
  #unobserved(failure: Failure, problem: Failure | null): Snapshot {
    const { snapshots, closing, refreshSoon } = this.#options;
    if (closing.aborted || failure.code === 'run/interrupted') return snapshots.now;
    refreshSoon(RETRY_MS);
    const { jenkins, intent: mode, activity } = snapshots.now;
    const known = activity.kind === 'working' || jenkins.kind !== 'unknown';
    return snapshots.publish({
      jenkins: known ? jenkins : { kind: 'failed', mode, failure, url: null },
      notices: [
        ...(problem === null ? [] : [{ id: 'settings', failure: problem }]),
        ...(known ? [{ id: 'unobserved', failure }] : []),
      ],
    });
  }

  #unreachable(failure: Failure, intent: Intent, problem: Failure | null): Snapshot {
    const { world, snapshots, closing, refreshSoon } = this.#options;
    if (closing.aborted) return snapshots.now;
    refreshSoon(RETRY_MS);
    if (snapshots.now.engine.kind === 'connected' && world.clock.monotonic() < this.#wakingUntil) return snapshots.now;
    return snapshots.publish({
      intent: intent.mode,
      engine: { kind: 'unreachable', failure },
      jenkins: { kind: 'unknown' },
      notices: noticesOf(intent, problem, null, world.settings.damaged()),
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
