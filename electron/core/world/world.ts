import type { Clock } from './clock.ts';
import type { EngineClient } from './engine.ts';
import type { Host } from './host.ts';
import type { JenkinsClient } from './jenkins.ts';
import type { DockerContexts, IntentStore, PassLock, SecretStore, SettingsStore, SocketGroups } from './stores.ts';

/** All that the controller is handed. */
export interface World {
  readonly clock: Clock;
  readonly engine: EngineClient;
  readonly jenkins: JenkinsClient;
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly intent: IntentStore;
  readonly lock: PassLock;
  readonly secrets: SecretStore;
  readonly contexts: DockerContexts;
  readonly socketGroup: SocketGroups;
  /** The engine as the user chose it: what to show, the socket's path on the host, that path's group inside containers. */
  readonly endpoint: EngineEndpoint;
  /** Where `assets/docker` lies on this machine. */
  readonly assets: string;
  readonly home: string;
}

export interface EngineEndpoint {
  /** `unix:///var/run/docker.sock`, `tcp://…`. */
  readonly host: string;
  /** Docker context's name; `default` where none, `DOCKER_HOST` where that variable decides. */
  readonly context: string;
  /** The socket's path on the host; null for an engine over TCP. */
  readonly socket: string | null;
}
