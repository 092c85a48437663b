import { err, type Failure, FailureError, failureOf, ok, type Result } from '../../shared/failure.ts';
import { appClosing, requestReplaced, switchCancelled } from '../../shared/failures/run.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Preview } from '../../shared/preview.ts';
import type { Intent, Snapshot } from '../../shared/snapshot.ts';
import { removeEndedOneShots } from '../execute/one-shot-leftover.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import { adoptIfAgreed, leaveIfAgreed } from './adopt.ts';
import { endQuiet, isLeftQuiet } from './build-again.ts';
import { isEngineAway } from './engine-away.ts';
import { firstSnapshot } from './first-snapshot.ts';
import { draftIntent, isReached, type ModeRequest } from './mode-request.ts';
import { Observer } from './observer.ts';
import { completeCutOff } from './plugin-upgrade.ts';
import { previewOf, requeuing } from './preview.ts';
import { refusalOf } from './refusal.ts';
import { RequestQueue } from './request-queue.ts';
import { confirmRestoreOf } from './restore-request.ts';
import { Snapshots } from './snapshots.ts';
import { beginUpgrade, isLeftOpen, repairUpgrade } from './upgrade.ts';
import { Watcher } from './watcher.ts';
import { interruptible, isWaiting, untilFree } from './withdrawal.ts';
import { Work } from './work.ts';

/** Runs passes, one at a time, until the requested state is reached; publishes the snapshot. */
export interface Controller {
  snapshot(): Snapshot;
  /** Calls back with each new snapshot; returns a function that unsubscribes. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  /** Observes once, changes nothing. */
  refresh(signal?: AbortSignal): Promise<Snapshot>;
  /** Like `refresh`, after a suspend or network change: retries before reporting the engine unreachable. */
  wake(): Promise<Snapshot>;
  /**
   * Queries the running Jenkins for its builds, which change without events. No engine request, unless a process that was
   * killed has left Jenkins without new builds: it builds again then.
   */
  countBuilds(): Promise<void>;
  /** As `countBuilds`, unless that Jenkins reports its changes, was asked within minutes, and nothing runs or waits in it. */
  pollBuilds(): Promise<void>;
  /** What a request would do, without doing it. `consents`: given already; by default what follows if all is agreed to. */
  preview(
    mode: Mode,
    purge?: Intent['purge'],
    consents?: ModeRequest['consents'],
    upgrade?: ModeRequest['upgrade'],
    restore?: ModeRequest['restore'],
  ): Promise<Result<Preview>>;
  /**
   * Stores the request as the intent and works until it is reached. Fails with `consent/needed`, and changes nothing, if a
   * question of `preview` has no consent. An abort leaves the intent pending: the next call resumes it.
   */
  fulfil(request: ModeRequest, signal?: AbortSignal): Promise<Result<Snapshot>>;
  /** Aborts the current request and goes back to the previous mode. */
  cancel(): Promise<Result<Snapshot>>;
  /** For the app: watches events, settings and intent, and finishes a pending intent, until `close`. */
  watch(): void;
  close(): Promise<void>;
}

/** A controller for the world's engine, settings and home; `version`: the app's, for the labels. */
export function createController(world: World, version: string): Controller {
  return new PassController(world, version);
}

class PassController implements Controller {
  readonly #world: World;
  readonly #version: string;
  readonly #closing = new AbortController();
  readonly #snapshots: Snapshots;
  readonly #queue: RequestQueue;
  readonly #observer: Observer;
  readonly #watcher: Watcher;
  readonly #work: Work;
  #cancelling: Promise<Result<Snapshot>> | null = null;

  constructor(world: World, version: string) {
    this.#world = world;
    this.#version = version;
    const snapshots = new Snapshots(firstSnapshot(world));
    const closing = this.#closing.signal;
    const queue = new RequestQueue(world.lock, snapshots, closing);
    const refreshSoon = (ms: number): void => this.#watcher.refreshSoon(ms);
    const observer = new Observer({ world, version, snapshots, queue, closing, refreshSoon });
    const work = new Work(world, version, snapshots, observer);
    const finish = () =>
      this.#ended(
        queue.run('finish what was begun', undefined, (aborted, ends) =>
          work.run(world.intent.load(), null, true, aborted, ends),
        ),
      );
    this.#snapshots = snapshots;
    this.#queue = queue;
    this.#observer = observer;
    this.#work = work;
    this.#watcher = new Watcher({ world, snapshots, queue, observer, closing, finish });
  }

  snapshot(): Snapshot {
    return this.#snapshots.now;
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    return this.#snapshots.subscribe(listener);
  }

  refresh(signal?: AbortSignal): Promise<Snapshot> {
    return this.#observer.refresh(signal);
  }

  wake(): Promise<Snapshot> {
    return this.#observer.wake();
  }

  async countBuilds(): Promise<void> {
    await this.#endLeftQuiet();
    return this.#observer.countBuilds();
  }

  async pollBuilds(): Promise<void> {
    if (!this.#observer.isPollDue) return;
    await this.#endLeftQuiet();
    return this.#observer.pollBuilds();
  }

  async preview(
    mode: Mode,
    purge: Intent['purge'] = [],
    consents: ModeRequest['consents'] = 'all',
    upgrade: ModeRequest['upgrade'] = undefined,
    restore: ModeRequest['restore'] = undefined,
  ): Promise<Result<Preview>> {
    const more = { ...(upgrade === undefined ? {} : { upgrade }), ...(restore === undefined ? {} : { restore }) };
    const request: ModeRequest = { mode, consents, purge, ...more };
    try {
      const { intent, observation } = await draftIntent(this.#world, this.#version, request, this.#closing.signal);
      const requeues = await requeuing(this.#world, observation, this.#closing.signal);
      return ok({ ...previewOf(intent.mode, observation), ...requeues });
    } catch (thrown) {
      return err(failureOf(thrown));
    }
  }

  async fulfil(request: ModeRequest, signal?: AbortSignal): Promise<Result<Snapshot>> {
    const interrupts = this.#queue.isRunning;
    let isStored = false;
    const own = interruptible(signal, () => isWaiting(this.#snapshots.now, this.#world.intent.load()));
    const purpose = `switch to ${request.mode}`;
    const result = await this.#run(requestReplaced(), purpose, own, async (aborted, ends) => {
      await this.#world.owner.keep();
      await endQuiet(this.#world, aborted);
      const draft = await draftIntent(this.#world, this.#version, request, aborted);
      const { intent, observation, resumes, upgrade } = draft;
      if (isReached(request, this.#world.intent.load(), observation.plan))
        return this.#observer.show(observation, intent);
      const refusal = refusalOf(observation.plan, intent);
      if (refusal !== null) throw new FailureError(refusal);
      const isAskedNow = request.restore !== undefined;
      await confirmRestoreOf(this.#world, intent, isAskedNow, observation, this.#version, aborted);
      const hasEnded = !resumes && (await completeCutOff(this.#world, observation, aborted));
      const { names } = observation.scope;
      // Also one that nobody works on any more.
      await repairUpgrade(this.#world, names, upgrade !== null || !resumes, aborted);
      if (upgrade !== null) await beginUpgrade(this.#world, upgrade, observation, this.#version, aborted);
      await this.#world.intent.save(intent);
      isStored = true;
      await adoptIfAgreed(this.#world, intent);
      await leaveIfAgreed(this.#world, intent);
      const first = hasEnded || upgrade !== null ? null : observation;
      const reached = await this.#work.run(intent, first, resumes, aborted, ends);
      await removeEndedOneShots(this.#world, aborted);
      return reached;
    });
    // A refused request changes nothing, so what it interrupted goes on.
    if (interrupts && !isStored) this.#watcher.resumeLater();
    return result;
  }

  cancel(): Promise<Result<Snapshot>> {
    this.#cancelling ??= this.#cancel().finally(() => {
      this.#cancelling = null;
    });
    return this.#cancelling;
  }

  async #cancel(): Promise<Result<Snapshot>> {
    // Not before the caller knows of this promise: a listener may be what cancels.
    await null;
    const elsewhere = await this.#queue.cancelElsewhere();
    this.#work.showCancelling(elsewhere);
    if (elsewhere) await untilFree(this.#world, this.#closing.signal).catch(() => undefined);
    const result = await this.#run(switchCancelled(), 'go back', undefined, (aborted) => this.#work.goBack(aborted));
    this.#work.endCancelling();
    return result;
  }

  watch(): void {
    void removeEndedOneShots(this.#world, this.#closing.signal);
    if (isLeftOpen(this.#world) || isLeftQuiet(this.#world)) void this.#repair();
    this.#watcher.start();
  }

  /** Of a command that was killed meanwhile no event tells. */
  async #endLeftQuiet(): Promise<void> {
    const isLeft = isLeftQuiet(this.#world) && (await this.#world.lock.holder().catch(() => '')) === null;
    if (isLeft && !this.#closing.signal.aborted && !this.#queue.isRunning) await this.#repair();
  }

  /** Undoes what a crash before, or after, the intent of an upgrade left in the settings, or one that made a snapshot in Jenkins. */
  async #repair(): Promise<void> {
    await this.#queue.run('undo what was begun', undefined, async (aborted) => {
      await endQuiet(this.#world, aborted);
      const { settings } = this.#world.settings.load();
      await repairUpgrade(this.#world, namesOf(settings.instance, this.#world.owner.load()), false, aborted);
      return this.#observer.observe(aborted);
    });
  }

  async close(): Promise<void> {
    this.#watcher.stop();
    this.#closing.abort(new FailureError(appClosing()));
    await this.#queue.idle();
    await this.#observer.idle();
  }

  /** Runs `work` as the current request, in place of a running one, which is aborted with this reason. */
  #run(
    reason: Failure,
    purpose: string,
    signal: AbortSignal | undefined,
    work: (aborted: AbortSignal, ends: AbortSignal) => Promise<Snapshot>,
  ): Promise<Result<Snapshot>> {
    return this.#ended(this.#queue.runInstead(reason, purpose, signal, work));
  }

  /** After a request: refreshes the snapshot if it failed, and resumes it later if its engine went away. */
  async #ended(request: Promise<Result<Snapshot>>): Promise<Result<Snapshot>> {
    const result = await request;
    if (result.ok || result.failure.code === 'run/interrupted' || this.#closing.signal.aborted) return result;
    await this.#observer.refresh().catch(() => undefined);
    if (isEngineAway(result.failure)) this.#watcher.resumeLater();
    return result;
  }
}
