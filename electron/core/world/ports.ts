import type { Failure, Result } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Build, Intent } from '../../shared/snapshot.ts';
import type { ContainerSpec, ImageSpec, NetworkSpec, VolumeSpec } from '../world/specs.ts';

/** What core needs of the world. Adapters implement these; tests may too. All times are milliseconds. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

export interface EngineVersion {
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
}

/** A container as the engine lists it; `state` and `health` are the engine's own words. */
export interface ContainerFact {
  readonly id: string;
  readonly name: string;
  readonly state: 'created' | 'running' | 'restarting' | 'paused' | 'exited' | 'removing' | 'dead';
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** Of an exited container; null where the engine does not say. */
  readonly exitCode: number | null;
  readonly image: string;
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Host paths (binds) and volume names. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[];
  readonly ports: readonly { readonly address: string; readonly port: number; readonly target: number }[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface ObjectFact {
  readonly name: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One line of an image build, or how far a pull has come. */
export type BuildOutput = (line: string) => void;

/** The Docker engine, as few calls as possible; every one has a deadline and throws FailureError. */
export interface EnginePort {
  /** As any answer so far told it; asked for where there was none. */
  version(signal: AbortSignal): Promise<EngineVersion>;
  /** Containers of these exact names, in any state. */
  containersNamed(names: readonly string[], signal: AbortSignal): Promise<readonly ContainerFact[]>;
  /** Running containers, all of them; only asked for when something is about to be disturbed. */
  runningContainers(signal: AbortSignal): Promise<readonly ContainerFact[]>;
  networksNamed(names: readonly string[], signal: AbortSignal): Promise<readonly ObjectFact[]>;
  volumesNamed(names: readonly string[], signal: AbortSignal): Promise<readonly ObjectFact[]>;
  imagesNamed(references: readonly string[], signal: AbortSignal): Promise<readonly ObjectFact[]>;

  createNetwork(spec: NetworkSpec, signal: AbortSignal): Promise<void>;
  createVolume(spec: VolumeSpec, signal: AbortSignal): Promise<void>;
  /** Builds from the spec's context with its arguments; fails with `image/…` and the step's last lines. */
  buildImage(spec: ImageSpec, output: BuildOutput, signal: AbortSignal): Promise<void>;
  createContainer(spec: ContainerSpec, signal: AbortSignal): Promise<string>;
  start(container: string, signal: AbortSignal): Promise<void>;
  /** Stops with `grace` seconds before the engine kills, and comes back when the exit is confirmed. */
  stop(container: string, grace: number, signal: AbortSignal): Promise<void>;
  /** Gives a container another name, under which it stays; it no longer starts with the engine. Fine where it is gone. */
  putAside(container: string, to: string, signal: AbortSignal): Promise<void>;
  removeContainer(container: string, signal: AbortSignal): Promise<void>;
  removeNetwork(name: string, signal: AbortSignal): Promise<void>;
  removeVolume(name: string, signal: AbortSignal): Promise<void>;
  removeImage(reference: string, signal: AbortSignal): Promise<void>;
  inspect(container: string, signal: AbortSignal): Promise<ContainerFact>;
  /** The last lines of a container's log, oldest first, without escape codes or framing. */
  logTail(container: string, lines: number, signal: AbortSignal): Promise<readonly string[]>;
  /** Lines as they come; ends with the container or the signal. `tail` lines of the past first. */
  followLog(container: string, tail: number, line: LogLine, signal: AbortSignal, full?: LogFull): Promise<void>;
  /** The whole log up to now, oldest first. */
  readLog(container: string, line: LogLine, signal: AbortSignal, full?: LogFull): Promise<void>;
  /** Runs a command in a running container; `input` is what it may read, and the engine shows it to nobody. */
  exec(container: string, command: readonly string[], signal: AbortSignal, input?: string): Promise<ExecResult>;
  /** Runs a throwaway container to its end and removes it, whatever happens. */
  runOnce(run: OneShot, signal: AbortSignal): Promise<ExecResult>;
  /** Calls back on each Docker event about our containers, networks, volumes and on every reconnection, until aborted. */
  watch(changed: () => void, signal: AbortSignal): void;
}

export type LogLine = (text: string) => void;
/** Asked after each piece of a log: while its promise is open, nothing more is read. */
export type LogFull = () => Promise<void> | null;

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface OneShot {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly user: string;
  readonly binds: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
  /** Asks for all GPUs through DeviceRequests. */
  readonly gpus: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** How long its command may take, ms; as long as any act of the engine's where nothing is said. */
  readonly patience?: number;
}

export interface JenkinsAddress {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** How Jenkins' own page answers. `starting` is its 503 page, or none of Jenkins'; `none` no answer at all. */
export type Page =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'starting' }
  | { readonly kind: 'none' };

export interface JenkinsPort {
  page(url: string, signal: AbortSignal): Promise<Page>;
  /** Running builds; a failed Result says why they cannot be told (no login, no answer). */
  running(at: JenkinsAddress, signal: AbortSignal): Promise<Result<readonly Build[]>>;
  /** The newest builds of all jobs, newest first. */
  recent(at: JenkinsAddress, most: number, signal: AbortSignal): Promise<Result<readonly Build[]>>;
}

/** What this user sees of the home by looking; `unknown` fields are behind rights they lack. */
export interface HomeFact {
  readonly kind: 'missing' | 'not-a-folder' | 'folder' | 'unknown';
  readonly ownerUid: number | null;
  /** Whether uid 1000 can write by owner and mode. */
  readonly writable: boolean | null;
  /** Nobody can: its disk is mounted so, or the kernel made it so after an error. */
  readonly readOnly: boolean;
  readonly empty: boolean | null;
  /** Our marker file is in it. */
  readonly marked: boolean | null;
  /** Jenkins has not answered on it yet: `.jenkins-tray/new` is there. */
  readonly fresh: boolean | null;
  /** The Jenkins version that last ran on it, by its config.xml; null if unknown. */
  readonly version: string | null;
  readonly freeBytes: number | null;
}

/** The host beside the engine. */
export interface HostPort {
  /** SHA-256 over the names and contents of a folder's files, for the build contexts; hex. */
  folderHash(folder: string): Promise<string>;
  /** A text file of the user's; throws `settings/invalid` where it cannot be read. */
  readText(path: string): Promise<string>;
  home(path: string): Promise<HomeFact>;
  /** Null when free; else what holds it, in words, as far as this user may know. */
  portHolder(address: string, port: number): Promise<string | null>;
  /** A free port near the wanted one and none of those `meant` for something else, rather above it; null where there is none. */
  freePortNear(address: string, port: number, meant: readonly number[]): Promise<number | null>;
  /** A path without symbolic links; as it is where this user cannot tell. */
  realPath(path: string): Promise<string>;
  /** Whether the host has an NVIDIA GPU or its tools; runs nothing. */
  hasGpu(): Promise<boolean>;
  /** `rslave` where the path lies on a shared mount, so that disks mounted later are seen inside; `rprivate` elsewhere, where Docker refuses it. */
  propagation(path: string): Promise<'rslave' | 'rprivate'>;
  /** MTU of the interface of the default route. */
  mtu(): Promise<number>;
}

/** The user's settings, and what is wrong with their file (then the settings are the defaults and nothing may be acted on). */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly problem: Failure | null;
}

export interface SettingsPort {
  readonly path: string;
  load(): LoadedSettings;
  /** Changes under a lock, validated; throws `settings/invalid` and changes nothing. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** Calls back within a second when another process changed the file. */
  watch(changed: () => void): () => void;
}

export interface IntentPort {
  load(): Intent;
  save(intent: Intent): Promise<void>;
  watch(changed: () => void): () => void;
}

export interface LockPort {
  /** Takes the pass lock for this settings folder, or throws `lock/held` naming its holder. `signal` of the answer aborts if the lock is lost. */
  acquire(purpose: string): Promise<{ readonly signal: AbortSignal; release(): Promise<void> }>;
  /** Who holds it now, in words; null when nobody. */
  holder(): Promise<string | null>;
}

/** The host's own copies of secrets, 0600. */
export interface SecretsPort {
  /** The administrator's password of this instance's home; generated on first use. */
  adminPassword(): Promise<string>;
}

/** A Docker context of this user, as `docker context ls` shows it. */
export interface ContextFact {
  readonly name: string;
  readonly host: string;
  /** Of ours that wrote it; null: somebody else's. */
  readonly instance: string | null;
}

export interface ContextContent {
  readonly name: string;
  readonly host: string;
  readonly instance: string;
  readonly description: string;
  readonly files: Readonly<Record<'ca.pem' | 'cert.pem' | 'key.pem', string>>;
}

/** This user's Docker contexts: how `docker --context` on the host reaches the nested engine. */
export interface ContextPort {
  find(name: string): Promise<ContextFact | null>;
  /** Replaces one of the name. */
  write(content: ContextContent): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The group of the engine's socket inside containers, as far as it was asked before. */
export interface SocketGroupPort {
  /** Null where the socket at this host path is not the one that was asked about. */
  remembered(socket: string): Promise<string | null>;
  remember(socket: string, group: string): Promise<void>;
}

/** All that the controller is handed. */
export interface Ports {
  readonly clock: Clock;
  readonly engine: EnginePort;
  readonly jenkins: JenkinsPort;
  readonly host: HostPort;
  readonly settings: SettingsPort;
  readonly intent: IntentPort;
  readonly lock: LockPort;
  readonly secrets: SecretsPort;
  readonly contexts: ContextPort;
  readonly socketGroup: SocketGroupPort;
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
