import type { JenkinsMode } from '../shared/mode.ts';

/** Stands in `GroupAdd` for the group of the engine's socket, which only a container can tell; not part of any hash. */
export const SOCKET_GROUP = 'socket';
/**
 * Where a container finds the engine's socket. `/var/run` is a link to `/run`, and a mount below a link breaks copies on
 * Docker 29.5 to 29.7 and on some distributions' 28.5 (moby#52653).
 */
export const SOCKET = '/run/docker.sock';
/** A file system in memory, for this container alone: what inherits its volumes does not see it. */
export const SECRETS = '/run/jenkins-tray';
/** For uid 1000, which Jenkins runs as, and nobody else. */
export const SECRETS_OPTIONS = 'rw,noexec,nosuid,nodev,size=64k,uid=1000,gid=1000,mode=0700';

/** What one mode consists of, as plain data. The bodies are the engine's own create bodies. */
export interface Stack {
  readonly mode: JenkinsMode;
  readonly networks: readonly NetworkSpec[];
  readonly volumes: readonly VolumeSpec[];
  readonly images: readonly ImageSpec[];
  /** In the order in which they start: the engine container first. */
  readonly containers: readonly ContainerSpec[];
}

export interface NetworkSpec {
  readonly name: string;
  readonly mtu: number;
  readonly labels: Labels;
}

export interface VolumeSpec {
  readonly name: string;
  readonly labels: Labels;
}

export interface ImageSpec {
  readonly reference: string;
  readonly role: 'jenkins' | 'dind';
  /** Folder of the build context. */
  readonly context: string;
  /** Files laid over the context, by name: the user's packages and plugins. */
  readonly overlay: Readonly<Record<string, string>>;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly base: string;
  readonly labels: Labels;
}

export interface ContainerSpec {
  readonly name: string;
  readonly role: 'jenkins' | 'dind';
  /** Body of POST /containers/create, labels included. */
  readonly body: ContainerBody;
  /** What a plan shows of it. */
  readonly summary: string;
}

export type Labels = Readonly<Record<string, string>>;

/** The part of the engine's create body that this app uses. */
export interface ContainerBody {
  readonly Image: string;
  readonly Env: readonly string[];
  readonly WorkingDir?: string;
  readonly Labels: Labels;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly StopTimeout: number;
  /** Nanoseconds. */
  readonly Healthcheck?: {
    readonly Test: readonly string[];
    readonly Interval: number;
    readonly Timeout: number;
    readonly StartPeriod: number;
    readonly Retries: number;
  };
  readonly HostConfig: {
    readonly Privileged?: boolean;
    readonly RestartPolicy: { readonly Name: 'unless-stopped' };
    readonly NetworkMode: string;
    readonly Mounts: readonly Mount[];
    /** Target to mount options. Not a `Mounts` entry of type tmpfs: with one `--volumes-from` fails (moby#35194). */
    readonly Tmpfs?: Readonly<Record<string, string>>;
    readonly PortBindings?: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>>;
    readonly GroupAdd?: readonly string[];
    readonly DeviceRequests?: readonly {
      readonly Driver: string;
      readonly Count: number;
      readonly Capabilities: readonly (readonly string[])[];
    }[];
    readonly LogConfig?: { readonly Type: string; readonly Config: Readonly<Record<string, string>> };
  };
  readonly NetworkingConfig: {
    readonly EndpointsConfig: Readonly<Record<string, { readonly Aliases: readonly string[] }>>;
  };
}

export type Mount =
  | {
      readonly Type: 'bind';
      readonly Source: string;
      readonly Target: string;
      readonly ReadOnly: boolean;
      readonly BindOptions: { readonly Propagation: 'rslave' | 'rprivate' };
    }
  | { readonly Type: 'volume'; readonly Source: string; readonly Target: string; readonly ReadOnly: boolean };
