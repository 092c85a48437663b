import { createGpu } from '../adapters/gpu.ts';
import { networksNow } from '../adapters/network.ts';
import { createSettings, type WriteSettings } from '../adapters/settings.ts';
import { createWorld } from '../adapters/world.ts';
import { type Controller, createController } from '../core/control/controller.ts';
import { createLostGpus, type LostGpus } from '../core/gpu/lost.ts';
import type { GpuMonitor, GpuNeed } from '../core/gpu/monitor.ts';
import { identityOf } from '../core/settings/settings-change.ts';
import type { LoadedSettings, SettingsStore } from '../core/world/stores.ts';
import type { World } from '../core/world/world.ts';
import { type Failure, FailureError, failureOf } from '../shared/failure.ts';
import { nothingKnown } from '../shared/nothing-known.ts';
import type { Notice, Snapshot } from '../shared/snapshot.ts';

/** World, controller and GPU monitor for one instance, home and engine. */
export interface Session {
  readonly world: World;
  readonly controller: Controller;
  readonly gpu: GpuMonitor;
  readonly lost: LostGpus;
}

export interface LiveOptions {
  readonly configDir: string;
  readonly version: string;
  readonly writeSettings: WriteSettings;
}

/** How often Jenkins is asked for its running builds, ms: one request, or two where it wants a login. */
const COUNT_BUILDS = { window: 5000, tray: 30_000 } as const;

/** The core as long as the app lives: made anew when the settings name another instance, home or engine. */
export class Live {
  readonly settings: SettingsStore;
  readonly #options: LiveOptions;
  readonly #listeners = new Set<(now: Snapshot, before: Snapshot) => void>();
  readonly #settingsListeners = new Set<(loaded: LoadedSettings) => void>();
  readonly #unwatch: () => void;
  #session: Session | Failure;
  #identity: string;
  #unsubscribe: () => void = () => undefined;
  #renewing: Promise<void> = Promise.resolve();
  #need: GpuNeed = 'none';
  #counting: NodeJS.Timeout | undefined;
  #networks = networksNow();
  #dismissed: ReadonlySet<string> = new Set();
  #own: readonly Notice[] = [];
  #snapshot: Snapshot = nothingKnown;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.settings = createSettings(options.configDir, options.writeSettings);
    this.#identity = identityOf(this.settings.load().settings);
    this.#session = this.#open();
    // Whether anything was ever asked for is known before the first look.
    if (!('code' in this.#session)) this.#snapshot = this.#session.controller.snapshot();
    this.#unwatch = this.settings.watch(() => this.#settingsChanged());
  }

  /** Throws what keeps the engine from being asked at all, such as a Docker context that is not there. */
  get session(): Session {
    if ('code' in this.#session) throw new FailureError(this.#session);
    return this.#session;
  }

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: (now: Snapshot, before: Snapshot) => void): void {
    this.#listeners.add(listener);
  }

  /** Calls back when the settings file changed, whoever changed it. */
  onSettings(listener: (loaded: LoadedSettings) => void): void {
    this.#settingsListeners.add(listener);
  }

  /** Begins to look, and to finish what an earlier run began. */
  watch(): void {
    if ('code' in this.#session) {
      this.#publish();
      return;
    }
    const { controller, gpu } = this.#session;
    controller.watch();
    void gpu.open().then(() => gpu.need(this.#need));
  }

  /** Looks once, when somebody may look at what is shown. */
  async look(): Promise<void> {
    if (!('code' in this.#session)) await this.#session.controller.refresh().catch(() => undefined);
  }

  /** Looks once after a sleep or in another network, where an engine may need a while to be there again. */
  wake(): void {
    if (!('code' in this.#session)) void this.#session.controller.wake().catch(() => undefined);
  }

  need(need: GpuNeed): void {
    this.#need = need;
    clearInterval(this.#counting);
    if (need !== 'none') this.#counting = setInterval(() => this.#again(), COUNT_BUILDS[need]);
    if (!('code' in this.#session)) this.#session.gpu.need(need);
  }

  /** The notices of the app itself, beside the controller's. */
  tell(own: readonly Notice[]): void {
    this.#own = own;
    this.#publish();
  }

  dismiss(ids: readonly string[]): void {
    this.#dismissed = new Set([...this.#dismissed, ...ids]);
    this.#publish();
  }

  /** Waits until what runs has stopped at a step; the next start goes on. */
  async close(): Promise<void> {
    this.#unwatch();
    clearInterval(this.#counting);
    this.#listeners.clear();
    await this.#renewing;
    await this.#end();
  }

  /** What no event tells of. */
  #again(): void {
    const networks = networksNow();
    if (networks !== this.#networks) this.wake();
    else if (!('code' in this.#session)) void this.#session.controller.countBuilds();
    this.#networks = networks;
  }

  #open(): Session | Failure {
    try {
      const { configDir, version, writeSettings } = this.#options;
      const world = createWorld({ configDir, writeSettings });
      const controller = createController(world, version);
      const gpu = createGpu(world, { configDir, save: true });
      const lost = createLostGpus(world, () => this.#publish());
      const ends = [
        controller.subscribe(({ activity }) => {
          if (activity.kind === 'idle' && gpu.state().kind === 'ok') void lost.look(true);
          this.#publish();
        }),
        gpu.subscribe(({ kind }) => {
          if (kind === 'ok') void lost.look();
          this.#publish();
        }),
      ];
      this.#unsubscribe = () => {
        for (const end of ends) end();
      };
      return { world, controller, gpu, lost };
    } catch (thrown) {
      return failureOf(thrown);
    }
  }

  async #end(): Promise<void> {
    this.#unsubscribe();
    if ('code' in this.#session) return;
    await Promise.allSettled([this.#session.gpu.close(), this.#session.controller.close()]);
  }

  #settingsChanged(): void {
    const loaded = this.settings.load();
    for (const listener of this.#settingsListeners) listener(loaded);
    this.#renewing = this.#renewing.then(() => this.#renew());
  }

  async #renew(): Promise<void> {
    const { settings, problem } = this.settings.load();
    const identity = identityOf(settings);
    // A pass that runs ends under the names that it began with; its end publishes, and this is asked again.
    if (problem !== null || identity === this.#identity || this.#snapshot.activity.kind === 'working') return;
    this.#identity = identity;
    await this.#end();
    this.#session = this.#open();
    this.watch();
  }

  #publish(): void {
    const before = this.#snapshot;
    const seen = 'code' in this.#session ? unreachable(this.#session) : this.#session.controller.snapshot();
    const gpu = 'code' in this.#session ? before.gpu : this.#session.gpu.state();
    const lost = 'code' in this.#session ? null : this.#session.lost.notice();
    const notices = [...this.#own, ...(lost === null ? [] : [lost]), ...seen.notices].filter(
      ({ id }) => !this.#dismissed.has(id),
    );
    this.#snapshot = { ...seen, gpu, notices, revision: before.revision + 1 };
    for (const listener of this.#listeners) listener(this.#snapshot, before);
    if (before.activity.kind === 'working' && seen.activity.kind === 'idle')
      this.#renewing = this.#renewing.then(() => this.#renew());
  }
}

const unreachable = (failure: Failure): Snapshot => ({ ...nothingKnown, engine: { kind: 'unreachable', failure } });
