import { noRequest } from '../../electron/adapters/intent.ts';
import type { EngineClient } from '../../electron/core/world/engine.ts';
import type { Host } from '../../electron/core/world/host.ts';
import type { JenkinsClient } from '../../electron/core/world/jenkins.ts';
import type { PluginListStore } from '../../electron/core/world/plugin-lists.ts';
import type {
  DockerContexts,
  HomeStore,
  IntentStore,
  OwnerStore,
  PassLock,
  RefusedLogins,
  SecretStore,
  SettingsStore,
  SocketGroups,
} from '../../electron/core/world/stores.ts';
import type { BaseStore, UpgradeStore } from '../../electron/core/world/upgrades.ts';
import type { World } from '../../electron/core/world/world.ts';
import { err, ok } from '../../electron/shared/failure.ts';
import { loginNeeded } from '../../electron/shared/failures/jenkins.ts';
import { defaultSettings, type Settings } from '../../electron/shared/settings.ts';
import type { Intent } from '../../electron/shared/snapshot.ts';
import { testClock } from './clock.ts';
import { pluginListsIn } from './model-engine/plugin-lists.ts';
import { owner } from './situation.ts';

/** What a test gives of the world. */
export interface GivenWorld extends Partial<Pick<World, 'clock' | 'endpoint' | 'assets' | 'home'>> {
  readonly engine?: Partial<EngineClient>;
  readonly jenkins?: Partial<JenkinsClient>;
  readonly host?: Partial<Host>;
  readonly settings?: Partial<SettingsStore>;
  readonly intent?: Partial<IntentStore>;
  readonly lock?: Partial<PassLock>;
  readonly secrets?: Partial<SecretStore>;
  readonly refusedLogins?: RefusedLogins;
  readonly owner?: Partial<OwnerStore>;
  readonly homes?: Partial<HomeStore>;
  readonly upgrades?: Partial<UpgradeStore>;
  readonly bases?: Partial<BaseStore>;
  readonly pluginLists?: Partial<PluginListStore>;
  readonly contexts?: Partial<DockerContexts>;
  readonly socketGroup?: Partial<SocketGroups>;
}

/** Stands for a member that a test did not give: throws an error with its name. */
const missing = (member: string) => (): never => {
  throw new Error(`The fake world has no ${member}: the test did not give it.`);
};

/** A world of what the test gives; each call of anything else throws. Plain values have defaults. */
export const fakeWorld = (given: GivenWorld = {}): World => ({
  clock: given.clock ?? testClock(),
  endpoint: given.endpoint ?? { host: 'unix:///run/docker.sock', context: 'default', socket: '/run/docker.sock' },
  assets: given.assets ?? '/app/docker',
  home: given.home ?? '/srv/jenkins',
  engine: { ...noEngine, ...given.engine },
  jenkins: {
    page: missing('jenkins.page'),
    isOpen: async () => true,
    condition: async () => ok(null),
    apiStatus: missing('jenkins.apiStatus'),
    running: missing('jenkins.running'),
    recent: missing('jenkins.recent'),
    plugins: async () => err(loginNeeded('')),
    stop: missing('jenkins.stop'),
    newToken: missing('jenkins.newToken'),
    quietDown: missing('jenkins.quietDown'),
    queue: async () => ok([]),
    quietReason: async () => ok(''),
    ...given.jenkins,
  },
  host: { ...noHost, ...given.host },
  settings: {
    path: '/c/settings.json',
    load: missing('settings.load'),
    update: missing('settings.update'),
    watch: missing('settings.watch'),
    damaged: () => [],
    lastReady: () => null,
    keepReady: async () => undefined,
    ...given.settings,
  },
  intent: {
    load: missing('intent.load'),
    save: missing('intent.save'),
    watch: missing('intent.watch'),
    ...given.intent,
  },
  lock: {
    acquire: missing('lock.acquire'),
    holder: missing('lock.holder'),
    askToCancel: missing('lock.askToCancel'),
    purpose: missing('lock.purpose'),
    watch: missing('lock.watch'),
    ...given.lock,
  },
  homes: {
    pluginLook: () => null,
    rememberPlugins: async () => undefined,
    known: async () => 'id-of-home',
    remember: async () => undefined,
    newId: () => 'id-of-home',
    ...given.homes,
  },
  upgrades: { load: () => null, save: missing('upgrades.save'), ...given.upgrades },
  bases: { load: () => null, save: missing('bases.save'), ...given.bases },
  pluginLists: { ...pluginListsIn(new Map()), ...given.pluginLists },
  secrets: {
    adminPassword: missing('secrets.adminPassword'),
    draftPassword: missing('secrets.draftPassword'),
    keepPassword: missing('secrets.keepPassword'),
    otherPasswords: async () => [],
    apiToken: missing('secrets.apiToken'),
    keepApiToken: missing('secrets.keepApiToken'),
    ...given.secrets,
  },
  refusedLogins: given.refusedLogins ?? refusedLoginsInMemory(),
  owner: { load: () => owner, keep: async () => undefined, adopt: missing('owner.adopt'), ...given.owner },
  contexts: {
    find: missing('contexts.find'),
    write: missing('contexts.write'),
    remove: missing('contexts.remove'),
    ...given.contexts,
  },
  socketGroup: {
    remembered: missing('socketGroup.remembered'),
    remember: missing('socketGroup.remember'),
    ...given.socketGroup,
  },
});

const noEngine: EngineClient = {
  version: missing('engine.version'),
  containersNamed: missing('engine.containersNamed'),
  // Of the engine that it is a member of then, whose containers a test may give later.
  containersAround(names, signal) {
    return this.containersNamed(names, signal);
  },
  containersLabelled: async () => [],
  allContainers: async () => [],
  users: async () => 'host',
  dataRoot: async () => '/var/lib/docker',
  runningContainers: missing('engine.runningContainers'),
  networksNamed: missing('engine.networksNamed'),
  networkUsers: missing('engine.networkUsers'),
  volumesNamed: missing('engine.volumesNamed'),
  volume: missing('engine.volume'),
  localVolumes: async () => [],
  imagesNamed: missing('engine.imagesNamed'),
  imagesLabelled: missing('engine.imagesLabelled'),
  baseDigests: missing('engine.baseDigests'),
  createNetwork: missing('engine.createNetwork'),
  createVolume: missing('engine.createVolume'),
  buildImage: missing('engine.buildImage'),
  tagImage: missing('engine.tagImage'),
  createContainer: missing('engine.createContainer'),
  start: missing('engine.start'),
  unpause: missing('engine.unpause'),
  stop: missing('engine.stop'),
  retire: missing('engine.retire'),
  reinstate: missing('engine.reinstate'),
  removeContainer: missing('engine.removeContainer'),
  removeNetwork: missing('engine.removeNetwork'),
  removeVolume: missing('engine.removeVolume'),
  removeImage: missing('engine.removeImage'),
  inspect: missing('engine.inspect'),
  logTail: missing('engine.logTail'),
  followLog: missing('engine.followLog'),
  readLog: missing('engine.readLog'),
  exec: missing('engine.exec'),
  runOneShot: missing('engine.runOneShot'),
  watch: missing('engine.watch'),
};

const noHost: Host = {
  folderHash: missing('host.folderHash'),
  readText: missing('host.readText'),
  home: missing('host.home'),
  administratorMade: async () => true,
  heartbeat: async () => null,
  followBuilds: async () => null,
  computer: () => ({ id: 'this-computer', name: 'ada' }),
  hasAddress: async () => true,
  links: async () => [],
  mentions: async () => [],
  portHolder: missing('host.portHolder'),
  jenkins: async () => [],
  stopJenkins: missing('host.stopJenkins'),
  freePortNear: missing('host.freePortNear'),
  realPath: missing('host.realPath'),
  hasGpu: missing('host.hasGpu'),
  nameServers: missing('host.nameServers'),
  proxy: () => null,
  nvidiaRepository: missing('host.nvidiaRepository'),
  nvidiaTools: missing('host.nvidiaTools'),
  propagation: missing('host.propagation'),
  mtu: missing('host.mtu'),
  timeZone: () => 'Etc/UTC',
};

/** A settings file that holds these. */
export const settingsWith = (settings: Settings = defaultSettings): Pick<SettingsStore, 'load'> => ({
  load: () => ({ settings, problem: null }),
});

/** An intent as it is stored; off and settled where a test changes nothing. */
export const intentWith = (change: Partial<Intent> = {}): Intent => ({
  ...noRequest,
  id: 1,
  ...change,
});

/** An intent file; the second function returns what it holds now. */
export function intentStore(first: Intent): readonly [Pick<IntentStore, 'load' | 'save'>, () => Intent] {
  let intent = first;
  return [
    {
      load: () => intent,
      async save(next) {
        intent = next;
      },
    },
    () => intent,
  ];
}

/** A lock that nobody else wants. */
export const freeLock: PassLock = {
  holder: async () => null,
  askToCancel: async () => undefined,
  purpose: async () => null,
  watch: () => () => undefined,
  acquire: async () => ({
    signal: new AbortController().signal,
    cancelled: new AbortController().signal,
    release: async () => undefined,
  }),
};

/** Refusals as long as the test. */
export function refusedLoginsInMemory(): RefusedLogins {
  let kept: readonly { readonly user: string; readonly container: string; readonly key: string }[] = [];
  return {
    has: (login) => kept.some(({ key }) => key === JSON.stringify(login)),
    hasAny: (container, user) => kept.some((it) => it.container === container && it.user === user),
    async add(login) {
      const { user, container } = login;
      kept = [...kept, { user, container, key: JSON.stringify(login) }];
    },
    async forget(user) {
      kept = kept.filter((it) => it.user !== user);
    },
  };
}
