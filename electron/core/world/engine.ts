import type { ContainerSpec, ImageSpec, NetworkSpec, VolumeSpec } from './specs.ts';

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
export interface EngineClient {
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
  /** Runs a one-shot container to its end and removes it, whatever happens. */
  runOneShot(run: OneShot, signal: AbortSignal): Promise<ExecResult>;
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
