/**
 * What this user can see of the home; null or `unknown` without permission, `unresponsive` if its disk hangs. `no-volume`:
 * the engine has no such volume; `unusable-volume`: that one cannot be a home.
 */
export interface HomeFact {
  readonly kind:
    | 'missing'
    | 'broken-link'
    | 'not-a-folder'
    | 'folder'
    | 'unknown'
    | 'unresponsive'
    | 'no-volume'
    | 'unusable-volume';
  readonly ownerUid: number | null;
  /** Whether uid 1000 can write by owner and mode. */
  readonly writable: boolean | null;
  /** Its disk is mounted read-only, perhaps by the kernel after an error. */
  readonly readOnly: boolean;
  readonly empty: boolean | null;
  /** It has our marker file. */
  readonly marked: boolean | null;
  /** No Jenkins has been ready on it yet: it has `.jenkins-tray/new`. */
  readonly fresh: boolean | null;
  /** The Jenkins version that last ran on it, by its config.xml; null if unknown. */
  readonly version: string | null;
  readonly freeBytes: number | null;
  /** When an entry of the folder was last added or removed, milliseconds since 1970. */
  readonly changedAt?: number | null;
}

/** A home of which nothing can be seen. */
export const unseenHome: Omit<HomeFact, 'kind'> = {
  ownerUid: null,
  writable: null,
  readOnly: false,
  empty: null,
  marked: null,
  fresh: null,
  version: null,
  freeBytes: null,
};

/** A Jenkins of this computer itself, such as the one from apt: a process without a container, or a systemd unit. */
export interface HostJenkins {
  /** Its unit, such as `jenkins.service`, else the name of its war file. */
  readonly name: string;
  /** The systemd unit; null: it was started without one, or by another service manager. */
  readonly unit: string | null;
  /** Whether the unit starts with the computer. */
  readonly enabled: boolean;
  /** Of its process; null: it does not run. */
  readonly pid: number | null;
  /** The name or id of its user; empty if unknown. */
  readonly user: string;
  /** `JENKINS_HOME`; null if this user cannot see it. */
  readonly home: string | null;
  /** Of its page; null: it has none, or only with https. */
  readonly port: number | null;
}

/** Proxies in the form of `HTTP_PROXY` and its like; empty: none. */
export interface FoundProxy {
  readonly http: string;
  readonly https: string;
  readonly noProxy: string;
}

/** A computer. `id`: stays over restarts and other names, without spaces. */
export interface Computer {
  readonly id: string;
  readonly name: string;
}

/** Who follows the changes of builds that a Jenkins reports. */
export interface BuildFollower {
  /** One call may stand for several changes. */
  changed(): void;
  /** It reports nothing more; once, and not after the follower has ended it. */
  ended(): void;
}

/** The host, without its engine. What touches home, mounts or the user's files answers within seconds, even if their disk hangs. */
export interface Host {
  /** SHA-256 over the names and contents of a folder's files, for the build contexts; hex. */
  folderHash(folder: string): Promise<string>;
  /** Reads one of the user's text files; throws `settings/invalid` if it cannot be read. */
  readText(path: string): Promise<string>;
  home(path: string): Promise<HomeFact>;
  /** The entries of a home that are links to somewhere outside of it, with absolute targets; none if they cannot be seen. */
  links(home: string): Promise<readonly { readonly name: string; readonly target: string }[]>;
  /** The XML files of a home, by their paths within it, that name a text; as far as this user can see them within seconds. */
  mentions(home: string, text: string): Promise<readonly string[]>;
  /** Whether this app made the account `admin` in a home; null if this user cannot see that. */
  administratorMade(home: string): Promise<boolean | null>;
  /** The line that says who has a home (`heartbeat.ts`); null if there is none, or this user may not read it. */
  heartbeat(home: string): Promise<string | null>;
  /**
   * Calls back when the Jenkins of a container (its id) reports in its home that what runs or waits has changed. Returns a
   * function that ends it; null: it reports nothing, or this user cannot see it.
   */
  followBuilds(home: string, container: string, follower: BuildFollower): Promise<(() => void) | null>;
  /** This computer, as the heartbeats of its homes name it. */
  computer(): Computer;
  /** Whether a program on this host can listen on the address. */
  hasAddress(address: string): Promise<boolean>;
  /** The program that uses the port, as far as this user can see; null if the port is free. */
  portHolder(address: string, port: number): Promise<string | null>;
  /** The Jenkins of this computer itself, running ones first, as far as this user can see them. */
  jenkins(): Promise<readonly HostJenkins[]>;
  /**
   * Stops a Jenkins of this computer, and keeps its unit from starting again. Throws `home/host-jenkins` with the very
   * command where this user may not.
   */
  stopJenkins(jenkins: HostJenkins, signal: AbortSignal): Promise<void>;
  /**
   * A free port near the wanted one, preferably above it, and none of the `reserved` ones; null if there is none.
   */
  freePortNear(address: string, port: number, reserved: readonly number[]): Promise<number | null>;
  /** The path without symbolic links; unchanged without permission, or if it hangs. */
  realPath(path: string): Promise<string>;
  /** Whether the host has an NVIDIA GPU or its tools; runs nothing. */
  hasGpu(): Promise<boolean>;
  /**
   * `rslave` for a path on a shared mount, so that the container sees disks mounted later; `rprivate` elsewhere,
   * since Docker refuses `rslave` there.
   */
  propagation(path: string): Promise<'rslave' | 'rprivate'>;
  /** Name servers that containers can reach, one per line: an address, or `domain address`; empty if there are none. */
  nameServers(): Promise<string>;
  /** The proxies of docker's own configuration, else of the environment; null if neither has any. */
  proxy(): FoundProxy | null;
  /** Address of NVIDIA's apt repository in this computer's own apt sources, up to `libnvidia-container`; null: none. */
  nvidiaRepository(): Promise<string | null>;
  /** The paths of `nvidia-ctk` and `nvidia-cdi-hook`; empty unless both are there. */
  nvidiaTools(): Promise<readonly string[]>;
  /** MTU of the way out to the internet, bytes. */
  mtu(): Promise<number>;
  /** Its time zone, such as `Europe/Berlin`. */
  timeZone(): string;
}
