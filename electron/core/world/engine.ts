import type { ContainerSpec, ImageSpec, NetworkSpec, VolumeSpec } from './specs.ts';

export interface EngineVersion {
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
}

/**
 * Which users of the host the containers of an engine have: the host's own, those of its user namespace
 * (`--userns-remap`, unless a container asks for the host's), or those of the user who runs it.
 */
export type EngineUsers = 'host' | 'remapped' | 'rootless';

/** A container as the engine lists it; `state` and `health` use the engine's own terms. */
export interface ContainerFact {
  readonly id: string;
  readonly name: string;
  readonly state: 'created' | 'running' | 'restarting' | 'paused' | 'exited' | 'removing' | 'dead';
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** Of an exited container; null if unknown. */
  readonly exitCode: number | null;
  readonly image: string;
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Host paths (binds) and volume names. */
  readonly mounts: readonly MountFact[];
  readonly ports: readonly PublishedPort[];
  /** The networks that it runs in, or ran in last; `id` is empty until its first start, which finds one by name. */
  readonly networks: readonly { readonly name: string; readonly id: string }[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Of its last start, milliseconds since 1970; null before the first one, or if unknown, as in a list. */
  readonly startedAt: number | null;
  /** When it last ended, milliseconds since 1970; null before that, or if unknown, as in a list. */
  readonly endedAt: number | null;
  /** Restarts by its policy since it was last started by a request; null if unknown, as in a list. */
  readonly restartCount: number | null;
  /** What it was created with; null in a list of containers, which does not say. */
  readonly made: ContainerMake | null;
}

export interface MountFact {
  readonly source: string;
  readonly target: string;
  /** Absent: false. */
  readonly readOnly?: boolean;
  /** Where a volume is on the engine's computer; absent: it is a folder, or that is not known. */
  readonly mountpoint?: string;
}

/** A port of the host; `target`: the port inside. */
export interface PublishedPort {
  readonly address: string;
  readonly port: number;
  readonly target: number;
  /** Absent: `tcp`. */
  readonly protocol?: string;
}

/** What a container was created with, whether or not it runs. */
export interface ContainerMake {
  /** Its entry point and command. */
  readonly command: readonly string[];
  /** `NAME=value`, those of its image included. */
  readonly env: readonly string[];
  /** Ports inside that it exposes or publishes. */
  readonly exposed: readonly number[];
  /** The ports that it publishes while it runs. */
  readonly publishes: readonly PublishedPort[];
  /** Its further names in each of its networks. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Empty: its image's. */
  readonly user: string;
  /** Bytes; 0: no limit. */
  readonly memory: number;
  readonly restart: RestartPolicy;
}

/** `retries`: of `on-failure`; 0: no limit. */
export interface RestartPolicy {
  readonly name: string;
  readonly retries: number;
}

export interface ObjectFact {
  readonly name: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** An image, under all its names; none: it lost them to another one. */
export interface ImageFact {
  readonly id: string;
  readonly names: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What a registry, and this engine, have under the name of an image: digests of manifests. */
export interface BaseDigests {
  /** Those with which the image was pulled or pushed; none: it is not here, or was built here. */
  readonly here: readonly string[];
  /** Null: the registry does not answer, or refuses. */
  readonly registry: string | null;
}

/** A volume. */
export interface VolumeFact {
  readonly name: string;
  /** `local`, or the name of a plugin. */
  readonly driver: string;
  /** Its path on the engine's computer; empty: its driver does not say. */
  readonly mountpoint: string;
  /** What its driver was given, such as `type`, `o` and `device` of what it mounts. */
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container that keeps a network from being removed; a stopped one does not. */
export interface NetworkUser {
  readonly id: string;
  readonly name: string;
}

/** Time limit of a command that is run again and again until it succeeds, ms: one that hangs must not use up the time for all. */
export const POLL_TIMEOUT_MS = 10_000;

/** Called with each line of an image build. */
export type BuildOutput = (line: string) => void;

/** The Docker engine, in as few calls as possible; each has a deadline and throws FailureError. */
export interface EngineClient {
  /** From an earlier response, or queried if there was none. */
  version(signal: AbortSignal): Promise<EngineVersion>;
  /** Containers with these exact names, in any state. */
  containersNamed(names: readonly string[], signal: AbortSignal): Promise<readonly ContainerFact[]>;
  /**
   * Containers with these exact names, and, as a list has them, those whose names continue one of these with a dot; in any
   * state. One request and one for each of the former, but the engine goes through all its containers.
   */
  containersAround(names: readonly string[], signal: AbortSignal): Promise<readonly ContainerFact[]>;
  /** Containers with this label, in any state. */
  containersLabelled(label: string, signal: AbortSignal): Promise<readonly ContainerFact[]>;
  /** All containers, in any state; only queried before a first start. */
  allContainers(signal: AbortSignal): Promise<readonly ContainerFact[]>;
  /** Only queried before changes. */
  users(signal: AbortSignal): Promise<EngineUsers>;
  /** The folder of its images, containers and volumes on its own computer; empty if it may not be known. */
  dataRoot(signal: AbortSignal): Promise<string>;
  /** All running containers; only queried before changes. */
  runningContainers(signal: AbortSignal): Promise<readonly ContainerFact[]>;
  networksNamed(names: readonly string[], signal: AbortSignal): Promise<readonly ObjectFact[]>;
  /** The containers that run in a network, by its id; none if it is gone. */
  networkUsers(network: string, signal: AbortSignal): Promise<readonly NetworkUser[]>;
  volumesNamed(names: readonly string[], signal: AbortSignal): Promise<readonly ObjectFact[]>;
  /** Null: there is no such volume. */
  volume(name: string, signal: AbortSignal): Promise<VolumeFact | null>;
  /** All volumes of the driver `local`. */
  localVolumes(signal: AbortSignal): Promise<readonly VolumeFact[]>;
  imagesNamed(references: readonly string[], signal: AbortSignal): Promise<readonly ObjectFact[]>;
  imagesLabelled(label: string, signal: AbortSignal): Promise<readonly ImageFact[]>;
  /** Asks the registry of an image, with its login, without pulling anything. */
  baseDigests(reference: string, signal: AbortSignal): Promise<BaseDigests>;

  createNetwork(spec: NetworkSpec, signal: AbortSignal): Promise<void>;
  createVolume(spec: VolumeSpec, signal: AbortSignal): Promise<void>;
  /** Builds from the spec's context with its arguments; fails with `image/…` and the last lines of the step. */
  buildImage(spec: ImageSpec, output: BuildOutput, signal: AbortSignal): Promise<void>;
  /** Gives an image a further name. */
  tagImage(from: string, reference: string, signal: AbortSignal): Promise<void>;
  createContainer(spec: ContainerSpec, signal: AbortSignal): Promise<string>;
  start(container: string, signal: AbortSignal): Promise<void>;
  /** Resumes a paused container; does nothing if it is not paused. */
  unpause(container: string, signal: AbortSignal): Promise<void>;
  /** Stops a container; the engine kills it after `grace` seconds. Resolves when its exit is confirmed. */
  stop(container: string, grace: number, signal: AbortSignal): Promise<void>;
  /** Renames a container and disables its restart policy. Does nothing if it does not exist. */
  retire(container: string, to: string, signal: AbortSignal): Promise<void>;
  /** Enables a container's restart policy again, then gives it this name; null: it keeps its own. */
  reinstate(container: string, to: string | null, restart: RestartPolicy, signal: AbortSignal): Promise<void>;
  removeContainer(container: string, signal: AbortSignal): Promise<void>;
  removeNetwork(name: string, signal: AbortSignal): Promise<void>;
  removeVolume(name: string, signal: AbortSignal): Promise<void>;
  removeImage(reference: string, signal: AbortSignal): Promise<void>;
  inspect(container: string, signal: AbortSignal): Promise<ContainerFact>;
  /** The last lines of a container's log, oldest first, without empty ones or framing. */
  logTail(container: string, lines: number, signal: AbortSignal): Promise<readonly string[]>;
  /** A part of the log, then lines as they come; ends with the container or the signal. */
  followLog(container: string, part: LogPart, line: LogLine, signal: AbortSignal, full?: LogFull): Promise<void>;
  /** A part of the log up to now, oldest first; both of its streams in the order in which the engine received them. */
  readLog(container: string, part: LogPart, line: LogLine, signal: AbortSignal, full?: LogFull): Promise<void>;
  /**
   * Runs a command in a running container; `input` is its standard input, which the engine does not expose. `timeoutMs`:
   * by default that of the engine's other commands.
   */
  exec(
    container: string,
    command: readonly string[],
    signal: AbortSignal,
    input?: string,
    timeoutMs?: number,
  ): Promise<ExecResult>;
  /** Runs a one-shot container to its end and always removes it. */
  runOneShot(run: OneShot, signal: AbortSignal): Promise<ExecResult>;
  /**
   * Calls back on each Docker event about our containers, networks and volumes, and on every reconnection, until aborted.
   * `named`: what it tells of has exactly one of our names; `more`: anything may have changed, or a container's name
   * continues one of ours with a dot.
   */
  watch(changed: (about?: 'named' | 'more') => void, signal: AbortSignal): void;
}

/** What is read of a log; by default all of it. */
export interface LogPart {
  /** At most so many of the last lines. */
  readonly tail?: number;
  /** Only what was logged since then, ms since 1970. */
  readonly since?: number;
  /** Begins each line with its time: RFC 3339, UTC, and a space. */
  readonly timestamps?: boolean;
}

export type LogLine = (text: string) => void;
/** Called after each chunk of a log: reading pauses until its promise resolves; null: no pause. */
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
  /** A source is a host path, or the name of a volume. */
  readonly binds: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
  /** Requests all GPUs through DeviceRequests. */
  readonly gpus: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Time limit of its command, ms; by default that of the engine's other commands. */
  readonly timeoutMs?: number;
  /** Called with each line that it prints, meanwhile. */
  readonly output?: LogLine;
}
