import { systemClock } from '../adapters/clock.ts';
import { createLock } from '../adapters/lock.ts';
import { networksNow } from '../adapters/network.ts';
import { createSettings } from '../adapters/settings.ts';
import { HomeJobs } from '../core/control/home-jobs.ts';
import { JobElsewhere } from '../core/control/job-elsewhere.ts';
import { NO_LIMITS } from '../core/gpu/alarms.ts';
import type { GpuNeed } from '../core/gpu/monitor.ts';
import { gpuNotices } from '../core/gpu/notices.ts';
import { identityOf } from '../core/settings/settings-change.ts';
import type { LoadedSettings, SettingsStore } from '../core/world/stores.ts';
import { callEach } from '../shared/call-each.ts';
import { type Result, unwrap } from '../shared/failure.ts';
import { holdsHome } from '../shared/home-job.ts';
import { initialSnapshot } from '../shared/initial-snapshot.ts';
import type { Notice } from '../shared/notice.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { Calls } from './calls.ts';
import { type CoreOptions, type OpenCore, openCore } from './open-core.ts';

/** How often Jenkins is asked for its running builds, for the tray unless it reports changes: one request, two while builds run or wait. */
const COUNT_BUILDS_INTERVAL_MS = { window: 5000, tray: 30_000 } as const;

/** The core while the app runs: reopened if the settings name another instance, home or engine. */
export class CoreSession {
  readonly settings: SettingsStore;
  readonly #options: CoreOptions;
  readonly #listeners = new Set<(now: Snapshot, before: Snapshot) => void>();
  readonly #settingsListeners = new Set<(loaded: LoadedSettings) => void>();
  readonly #unwatch: () => void;
  #core: Result<OpenCore>;
  #identity: string;
  readonly #calls = new Calls();
  #reopening: Promise<void> = Promise.resolve();
  #need: GpuNeed = 'none';
  #looking = false;
  #counting: NodeJS.Timeout | undefined;
  #networks = networksNow();
  #dismissed: ReadonlySet<string> = new Set();
  /** What is done with snapshots of the home. */
  readonly jobs: HomeJobs;
  readonly #elsewhere: JobElsewhere;
  readonly #own = new Map<string, readonly Notice[]>();
  #snapshot: Snapshot = initialSnapshot;

  constructor(options: CoreOptions) {
    this.#options = options;
    this.settings = createSettings(options.configDir, options.writeSettings);
    this.#identity = identityOf(this.settings.load().settings);
    this.jobs = new HomeJobs({
      world: () => this.use(async ({ world }) => world),
      version: options.version,
      clock: systemClock,
      changed: () => this.#publish(),
    });
    this.#elsewhere = new JobElsewhere({
      lock: createLock(options.configDir),
      clock: systemClock,
      isOwn: () => holdsHome(this.jobs.now),
      changed: () => this.#jobElsewhere(),
    });
    this.#core = this.#open();
    // `firstTime` is known before the first observation.
    if (this.#core.ok) this.#snapshot = this.#core.value.controller.snapshot();
    this.#unwatch = this.settings.watch(() => this.#settingsChanged());
  }

  /** Throws if the core could not be opened, for example because a Docker context is missing. */
  get core(): OpenCore {
    return unwrap(this.#core);
  }

  /**
   * Runs a call on the core that fits the settings: it waits for a renewal that a change of them asks for, and renewals
   * wait for its end. Throws if the core could not be opened.
   */
  async use<T>(call: (core: OpenCore) => Promise<T>): Promise<T> {
    // The settings may have changed just now, and their watcher reports that only soon.
    this.#reopenLater();
    await this.#reopening;
    return this.#calls.run(() => call(this.core));
  }

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Calls back with each new snapshot and the one before it; returns a function that unsubscribes. */
  subscribe(listener: (now: Snapshot, before: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back after each change of the settings file, by any process. */
  onSettings(listener: (loaded: LoadedSettings) => void): void {
    this.#settingsListeners.add(listener);
  }

  /** Asks whoever does the job that is shown to end it: this process, or another one. */
  cancelJob(): void {
    if (this.jobs.now?.state === 'running') this.jobs.cancel();
    else this.#elsewhere.cancel();
  }

  /** Starts watching, and resumes what an earlier run left pending. */
  watch(): void {
    this.#elsewhere.watch();
    if (!this.#core.ok) {
      this.#publish();
      return;
    }
    const { controller, gpu } = this.#core.value;
    controller.watch();
    void gpu.open().then(() => gpu.need(this.#gpuNeed()));
  }

  /** Refreshes the state once, for example when the window is shown. */
  async look(): Promise<void> {
    if (this.#core.ok) await this.#core.value.controller.refresh().catch(() => undefined);
  }

  /** Like `look`, after a suspend or network change: retries before reporting the engine unreachable. */
  wake(): void {
    if (!this.#core.ok) return;
    void this.#core.value.controller.wake().catch(() => undefined);
    void this.#core.value.dns.look(true);
  }

  /** After a suspend. */
  resume(): void {
    if (this.#core.ok) this.#core.value.gpu.wake();
    this.wake();
  }

  /** Sets how often GPUs are read and builds are counted, by what is visible. */
  need(need: GpuNeed): void {
    this.#need = need;
    if (need !== 'window') this.#looking = false;
    clearInterval(this.#counting);
    if (need !== 'none') this.#counting = setInterval(() => this.#poll(), COUNT_BUILDS_INTERVAL_MS[need]);
    if (this.#core.ok) this.#core.value.gpu.need(this.#gpuNeed());
  }

  /** The window shows its GPU view, or no longer does: only then is each second's reading of use. */
  lookAtGpus(looking: boolean): void {
    this.#looking = looking;
    if (this.#core.ok) this.#core.value.gpu.need(this.#gpuNeed());
  }

  /** Sets the app's own notices on a subject, which come before the controller's. */
  setOwnNotices(subject: 'tray' | 'update', own: readonly Notice[]): void {
    this.#own.set(subject, own);
    this.#publish();
  }

  /** Hides the notices with these ids. */
  dismiss(ids: readonly string[]): void {
    this.#dismissed = new Set([...this.#dismissed, ...ids]);
    this.#publish();
  }

  /** Waits until the running pass stops after a step; the next start resumes it. */
  async close(): Promise<void> {
    this.#unwatch();
    clearInterval(this.#counting);
    this.#listeners.clear();
    await this.#reopening;
    this.#elsewhere.close();
    this.jobs.cancel();
    await this.jobs.idle();
    if (this.#core.ok) await this.#core.value.close();
  }

  #gpuNeed(): GpuNeed {
    return this.#need === 'window' && !this.#looking ? 'tray' : this.#need;
  }

  /** Polls what changes without an event: the network and the running builds. */
  #poll(): void {
    const networks = networksNow();
    if (networks !== this.#networks) this.wake();
    else if (this.#core.ok) void this.#core.value.controller[this.#need === 'window' ? 'countBuilds' : 'pollBuilds']();
    this.#networks = networks;
  }

  #open(): Result<OpenCore> {
    return openCore(this.#options, () => this.#publish());
  }

  #settingsChanged(): void {
    const loaded = this.settings.load();
    callEach(this.#settingsListeners, (listener) => listener(loaded));
    this.#reopenLater();
  }

  /** After one that failed as well, which whoever waited for it is told. */
  #reopenLater(): void {
    this.#reopening = this.#reopening.catch(() => undefined).then(() => this.#reopen());
  }

  async #reopen(): Promise<void> {
    const { settings, problem } = this.settings.load();
    const identity = identityOf(settings);
    // A running pass keeps its names; `#publish` calls this again when the pass ends.
    if (problem !== null || identity === this.#identity || this.#snapshot.activity.kind === 'working') return;
    this.#identity = identity;
    await this.#calls.ended();
    if (this.#core.ok) await this.#core.value.close();
    this.#core = this.#open();
    this.watch();
  }

  /**
   * One that begins replaces the last job here, as the next one here would: else that one's end would be news after it. What
   * ended beside it is.
   */
  #jobElsewhere(): void {
    if (this.#elsewhere.now !== undefined && this.#snapshot.job?.isElsewhere !== true) this.jobs.dismiss();
    this.#publish();
  }

  #publish(): void {
    const before = this.#snapshot;
    const now = shownOf(this.#core, before.gpu);
    const notices = [...[...this.#own.values()].flat(), ...now.notices].filter(({ id }) => !this.#dismissed.has(id));
    const { now: own } = this.jobs;
    const job = own?.state === 'running' ? own : (this.#elsewhere.now ?? own);
    this.#snapshot = { ...now, ...(job === undefined ? {} : { job }), notices, revision: before.revision + 1 };
    callEach(this.#listeners, (listener) => listener(this.#snapshot, before));
    if (before.activity.kind === 'working' && now.activity.kind === 'idle') this.#reopenLater();
  }
}

/** The core's snapshot with its GPUs; `gpu` is the last known state, used if the core could not be opened. */
function shownOf(core: Result<OpenCore>, gpu: Snapshot['gpu']): Snapshot {
  if (!core.ok) return { ...initialSnapshot, gpu, engine: { kind: 'unreachable', failure: core.failure } };
  const { controller, gpu: monitor, lost, images, world } = core.value;
  const seen = controller.snapshot();
  const own = [lost.notice(), images.notice()].filter((it) => it !== null);
  const state = monitor.state();
  const facts = { listing: monitor.listing(), ledger: monitor.ledger(), alarms: monitor.alarms() };
  // An image build publishes hundreds of times a second: the file is read only for what may be told.
  const limits = facts.alarms.length === 0 ? NO_LIMITS : world.settings.load().settings.gpu;
  const ofGpus = gpuNotices({ state, ...facts, limits }, Date.now());
  return { ...seen, gpu: state, notices: [...own, ...ofGpus, ...seen.notices] };
}
