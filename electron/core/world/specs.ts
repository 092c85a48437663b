/** The parts of the engine's create bodies that this app uses; plain data. */

export interface NetworkSpec {
  readonly name: string;
  readonly mtu: number;
  readonly labels: Labels;
}

export interface VolumeSpec {
  readonly name: string;
  readonly labels: Labels;
}

/** What a container, and its image, is for: Jenkins itself, or the nested engine. */
export type ContainerRole = 'jenkins' | 'dind';

export interface ImageSpec {
  readonly reference: string;
  readonly role: ContainerRole;
  /** Folder of the build context. */
  readonly context: string;
  /** Files laid over the context, by name: the user's packages and plugins. */
  readonly overlay: Readonly<Record<string, string>>;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly base: string;
  readonly labels: Labels;
  /** Pulls the base although it is there, and reuses nothing of earlier builds. */
  readonly renews?: boolean;
}

export interface ContainerSpec {
  readonly name: string;
  readonly role: ContainerRole;
  /** Body of POST /containers/create, labels included. */
  readonly body: ContainerBody;
  /** Its details in a plan. */
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
    /** Without a user namespace, also on an engine that has one (`--userns-remap`). */
    readonly UsernsMode?: 'host';
    readonly SecurityOpt?: readonly string[];
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
