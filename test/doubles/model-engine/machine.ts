import { type Controller, createController } from '../../../electron/core/control/controller.ts';
import type { HomeFact, HostJenkins } from '../../../electron/core/world/host.ts';
import type { ListedPlugin } from '../../../electron/core/world/jenkins.ts';
import type { PluginLook } from '../../../electron/core/world/plugins.ts';
import type { Owner } from '../../../electron/core/world/stores.ts';
import type { World } from '../../../electron/core/world/world.ts';
import { FailureError, type Result } from '../../../electron/shared/failure.ts';
import { hostJenkinsNotStopped } from '../../../electron/shared/failures/home-users.ts';
import { lockHeld } from '../../../electron/shared/failures/lock.ts';
import type { JenkinsMode } from '../../../electron/shared/mode.ts';
import { type Settings, settingsSchema } from '../../../electron/shared/settings.ts';
import { readyIn } from '../../../electron/shared/settings-back.ts';
import type { Build, Intent } from '../../../electron/shared/snapshot.ts';
import { goodHome, HOME, settings as settingsFor, owner as thisFolder, unseenHome } from '../situation.ts';
import { fakeWorld, intentWith, refusedLoginsInMemory } from '../world.ts';
import { ENDPOINT } from './caller.ts';
import { modelClient } from './client.ts';
import { type ModelClock, modelClock } from './clock.ts';
import type { DrainScript } from './drain-script.ts';
import { ModelEngine } from './engine.ts';
import type { PlannedFault } from './faults.ts';
import { homesOf } from './homes.ts';
import { jenkinsOf, RestCalls } from './jenkins.ts';
import { execute, type Household, type HousePlugins, isJenkins, oneShot, programOf } from './jenkins-programs.ts';
import type { ModelContainer } from './objects.ts';
import { pluginListsIn } from './plugin-lists.ts';
import { fileWriter, ModelUpgrades } from './upgrades.ts';

export { until } from './until.ts';

/** One process of the product on a machine. */
export interface Process {
  readonly world: World;
  readonly controller: Controller;
  /** Resolves when the process has crashed. */
  readonly crashed: Promise<'crashed'>;
}

/** A computer with a model engine, a home, settings, and processes of the product; kept in memory. */
export class Machine implements Household {
  readonly clock: ModelClock;
  readonly engine: ModelEngine;
  /** Everything that processes did to the engine and the intent, one line each. */
  readonly record: string[] = [];
  /** The commands that processes ran in containers. */
  readonly commands: (readonly string[])[] = [];
  /** Moments at which two Jenkins ran on the home. */
  readonly violations: string[] = [];
  home: HomeFact = goodHome;
  /** What containers mount that is the home: its folder, or a volume and what that is bound to. */
  homeSources: readonly string[] = [HOME];
  hasConfig = true;
  copyFails: string | null = null;
  /** How Jenkins answers `/api/json`, with the administrator's login or without one. */
  apiStatus: (hasLogin: boolean) => number = (hasLogin) => (hasLogin ? 200 : 403);
  /** As the settings folder knows it. */
  knownHome: string | null = 'id-of-home';
  settings: Settings = settingsFor();
  readySettings: Settings | null = null;
  owner: Owner = thisFolder;
  intent: Intent = intentWith({ id: 0 });
  builds: Result<readonly Build[]> = { ok: true, value: [] };
  readonly rest = new RestCalls();
  /** The image's script in Jenkins, which then tells its builds; null: a Jenkins without it. */
  script: DrainScript | null = null;
  /** The Jenkins of the computer itself, and why this user may not stop them. */
  hostJenkins: readonly HostJenkins[] = [];
  /** The files of the home that name `tcp://docker:`. */
  dockerNamedIn: readonly string[] = [];
  hostRefuses: string | null = null;
  behaviour: Household['behaviour'] = () => ({});
  log: readonly string[] = [];
  readonly plugins: HousePlugins = {
    listing: '',
    installed: [],
    state: 'as before',
    request: null,
    kept: null,
    wrong: [],
  };
  pluginLook: PluginLook | null = null;
  readonly upgrades = new ModelUpgrades();
  /** Folders with nothing in them; all others look like a good home. */
  readonly emptyFolders = new Set<string>();
  /** The user's files, by their paths; others are empty. */
  readonly files = new Map<string, string>();
  listed: readonly ListedPlugin[] | null = null;
  /** What another computer, or a container that is gone, says in the home. */
  heartbeat: () => string | null = () => null;
  readonly #refusedLogins = refusedLoginsInMemory();
  #holder: symbol | null = null;
  /** What it holds the lock for. */
  #held = '';
  #lockWatchers: readonly (() => void)[] = [];
  /** What asks the holder of the lock to cancel. */
  #cancel = new AbortController();
  #group: string | null = null;
  #intentWatchers: readonly (() => void)[] = [];

  /** `shared`: the same computer, as another settings folder, or another user, sees it. */
  constructor(shared: Pick<Machine, 'clock' | 'engine'> | null = null) {
    this.clock = shared?.clock ?? modelClock();
    if (shared !== null) {
      this.engine = shared.engine;
      return;
    }
    const program = (container: ModelContainer) => programOf(container, this);
    const hasFolder = (path: string) => path !== HOME || this.home.kind === 'folder';
    this.engine = new ModelEngine({ clock: this.clock, program, hasFolder });
    this.clock.onMove(() => this.engine.settle());
    this.engine.onEvent(() => this.#checkHome());
    // As the entry point does in a container that starts again; another one has a script of its own.
    const begun = new Set<string>();
    this.engine.onEvent((name, action) => {
      if (action === 'start' && begun.has(name)) this.script?.restarted();
      if (action === 'start') begun.add(name);
    });
  }

  /** A machine whose home is new: an empty folder. */
  static withNewHome(): Machine {
    const machine = new Machine();
    machine.home = { ...goodHome, empty: true, marked: false, fresh: false };
    machine.hasConfig = false;
    machine.knownHome = null;
    return machine;
  }

  /** A machine on which Jenkins runs in this mode, as the product made it; its record is empty. */
  static async running(mode: JenkinsMode): Promise<Machine> {
    const machine = new Machine();
    const result = await machine.process().controller.fulfil({ mode, consents: 'all' });
    if (!result.ok) throw new FailureError(result.failure);
    machine.record.length = 0;
    return machine;
  }

  #checkHome(): void {
    const on = this.jenkinsOnHome().map(({ name }) => name);
    on.push(...this.hostJenkins.filter(({ pid, home }) => pid !== null && home === HOME).map(({ name }) => name));
    if (on.length > 1) this.violations.push(`${on.join(' and ')} after ${this.record.at(-1) ?? 'nothing'}`);
  }

  /** Every Jenkins, ours or not, that runs or is about to, on the home. */
  jenkinsOnHome(): readonly ModelContainer[] {
    return this.engine.containers.filter(
      (it) =>
        it.run.kind !== 'idle' && isJenkins(it) && it.mounts.some(({ source }) => this.homeSources.includes(source)),
    );
  }

  /** Names and states of all containers, sorted. */
  containers(): readonly string[] {
    return this.engine.containers.map(({ name, run }) => `${name} ${run.kind}`).sort();
  }

  /** Starts a process of the product, with the faults that its calls will have. */
  process(faults: readonly PlannedFault[] = []): Process {
    const clock = this.clock.forProcess();
    const own = Symbol('process');
    let crash = (): void => undefined;
    const crashed = new Promise<'crashed'>((resolve) => {
      crash = () => {
        clock.stop();
        if (this.#holder === own) this.#holder = null;
        resolve('crashed');
      };
    });
    const { engine, record } = this;
    const client = modelClient({
      ...{ engine, clock, faults, record, crashed: crash },
      exec: (container, command) => {
        this.commands.push(command);
        const told = isJenkins(container) ? (this.script?.execute(command, this.clock.now()) ?? null) : null;
        return told ?? execute(container, command, this, engine);
      },
      oneShot: (run) => {
        this.commands.push(run.command);
        return oneShot(run, this);
      },
    });
    const file = fileWriter({ engine, clock, faults, record, crashed: crash });
    const world: World = {
      ...{ clock, engine: client, endpoint: ENDPOINT, assets: '/app/docker', home: this.settings.home },
      jenkins: jenkinsOf(this),
      host: {
        home: async (path) => {
          if (path === HOME) return this.home;
          // Docker's own folder is root's.
          if (path.startsWith('/var/lib/docker/')) return unseenHome;
          return this.emptyFolders.has(path) ? { ...goodHome, empty: true } : goodHome;
        },
        administratorMade: async () => true,
        heartbeat: async () => this.heartbeat(),
        followBuilds: async () => null,
        computer: () => ({ id: 'this-computer', name: 'ada' }),
        mtu: async () => 1500,
        timeZone: () => 'Europe/Berlin',
        hasGpu: async () => true,
        nameServers: async () => '',
        proxy: () => null,
        nvidiaRepository: async () => null,
        nvidiaTools: async () => [],
        folderHash: async (folder) => (folder.endsWith('jenkins') ? 'aa' : 'bb'),
        propagation: async () => 'rslave',
        hasAddress: async () => true,
        links: async () => [],
        mentions: async () => this.dockerNamedIn,
        portHolder: async () => null,
        jenkins: async () => this.hostJenkins,
        stopJenkins: async (jenkins) => {
          this.record.push(`stop ${jenkins.name}`);
          if (this.hostRefuses !== null) throw new FailureError(hostJenkinsNotStopped(jenkins, this.hostRefuses));
          this.hostJenkins = this.hostJenkins.map((it) =>
            it.name === jenkins.name && it.home === jenkins.home ? { ...it, pid: null, enabled: false } : it,
          );
        },
        freePortNear: async () => null,
        realPath: async (path) => path,
        readText: async (path) => this.files.get(path) ?? '',
      },
      settings: {
        path: '/c/settings.json',
        load: () => ({ settings: this.settings, problem: null }),
        update: (change) =>
          file('file settings', () => {
            this.settings = change(this.settings);
            return this.settings;
          }),
        watch: () => () => undefined,
        damaged: () => [],
        lastReady: () => this.readySettings,
        keepReady: async (mode, settings) => {
          this.readySettings = settingsSchema.parse(readyIn(mode, settings, this.readySettings));
        },
      },
      intent: {
        load: () => this.intent,
        save: (next) => file('file intent', () => this.#saveIntent(next)),
        watch: (changed) => {
          this.#intentWatchers = [...this.#intentWatchers, changed];
          return () => undefined;
        },
      },
      lock: {
        holder: async () => (this.#holder === null ? null : 'another process'),
        purpose: async () => this.#purpose,
        watch: (changed) => {
          this.#lockWatchers = [...this.#lockWatchers, changed];
          return () => undefined;
        },
        acquire: async (purpose) => this.#lock(own, purpose),
        askToCancel: async () => this.#cancel.abort(),
      },
      refusedLogins: this.#refusedLogins,
      secrets: {
        ...fakeWorld().secrets,
        adminPassword: async () => 'secret',
        draftPassword: async () => 'another',
        keepPassword: async () => undefined,
        apiToken: async () => '',
        keepApiToken: async () => undefined,
      },
      owner: {
        load: () => this.owner,
        keep: async () => undefined,
        adopt: async (instance) => {
          this.owner = { ...this.owner, adopted: [...this.owner.adopted, instance] };
        },
      },
      homes: homesOf(this),
      ...this.upgrades.of(file),
      pluginLists: pluginListsIn(this.files),
      contexts: { find: async () => null, write: async () => undefined, remove: async () => undefined },
      socketGroup: {
        remembered: async () => this.#group,
        remember: async (_socket, group) => {
          this.#group = group;
        },
      },
    };
    return { world, controller: createController(world, '1.0.0'), crashed };
  }

  #saveIntent(next: Intent): void {
    this.record.push(`intent ${next.mode} ${next.state}`);
    this.intent = next;
    for (const changed of this.#intentWatchers) changed();
  }

  get #purpose(): string | null {
    return this.#holder === null ? null : this.#held;
  }

  async #lock(own: symbol, purpose: string) {
    if (this.#holder !== null) throw new FailureError(lockHeld('Another process', null));
    this.#holder = own;
    this.#held = purpose;
    for (const changed of this.#lockWatchers) changed();
    const release = async (): Promise<void> => {
      if (this.#holder === own) this.#holder = null;
      for (const changed of this.#lockWatchers) changed();
    };
    const cancel = new AbortController();
    this.#cancel = cancel;
    return { signal: new AbortController().signal, cancelled: cancel.signal, release };
  }
}
