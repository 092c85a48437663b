import type { Clock } from './clock.ts';
import type { EngineClient, VolumeFact } from './engine.ts';
import type { Host } from './host.ts';
import type { JenkinsClient } from './jenkins.ts';
import type { PluginListStore } from './plugin-lists.ts';
import type { SignpostClaims } from './signpost.ts';
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
} from './stores.ts';
import type { BaseStore, UpgradeStore } from './upgrades.ts';

/** Everything that the controller depends on. */
export interface World {
  readonly clock: Clock;
  readonly engine: EngineClient;
  readonly jenkins: JenkinsClient;
  readonly host: Host;
  /** Absent: no app of these settings can listen on a port. */
  readonly signpost?: SignpostClaims;
  readonly settings: SettingsStore;
  readonly intent: IntentStore;
  readonly lock: PassLock;
  readonly secrets: SecretStore;
  readonly refusedLogins: RefusedLogins;
  readonly owner: OwnerStore;
  readonly homes: HomeStore;
  readonly upgrades: UpgradeStore;
  readonly bases: BaseStore;
  readonly pluginLists: PluginListStore;
  readonly contexts: DockerContexts;
  readonly socketGroup: SocketGroups;
  /** The engine that the user chose. */
  readonly endpoint: EngineEndpoint;
  /** Path of `assets/docker`. */
  readonly assets: string;
  /** The home's host path; of one in a volume `volume:NAME`, until `locateHome` has found its mountpoint. */
  readonly home: string;
  /** The volume that is the home, once it was looked for; absent: the home is a folder. */
  readonly homeVolume?: HomeVolume;
}

/** `fact`: null if the engine has no such volume. */
export interface HomeVolume {
  readonly name: string;
  readonly fact: VolumeFact | null;
}

export interface EngineEndpoint {
  /** `unix:///var/run/docker.sock`, `tcp://…`. */
  readonly host: string;
  /** The Docker context's name, or `DOCKER_HOST` if that variable is used. */
  readonly context: string;
  /** The socket's path on the host; null for an engine over TCP. */
  readonly socket: string | null;
}
