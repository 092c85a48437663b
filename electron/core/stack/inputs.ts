import type { Settings } from '../../shared/settings.ts';
import type { Computer, FoundProxy } from '../world/host.ts';
import type { Owner } from '../world/stores.ts';
import type { DaemonJson } from './daemon-json.ts';

/** Everything that a stack depends on, collected before it is built. */
export interface StackInputs {
  readonly settings: Settings;
  /** The home's host path. */
  readonly home: string;
  /** The name of the volume that is the home; null: it is a folder. */
  readonly homeVolume: string | null;
  /** The engine's socket on the host; null over TCP, which DooD does not support. */
  readonly socket: string | null;
  /** Whether the nested engine's container requests GPUs. */
  readonly gpus: boolean;
  /** Proxies of docker's configuration or of the environment, if the settings have none. */
  readonly foundProxy: FoundProxy | null;
  /** For builds with GPUs in DinD; null if this computer has none, or they stay out of DinD. */
  readonly nvidia: NvidiaInputs | null;
  /** The user's `daemon.json` for the nested engine, parsed; null if there is none. */
  readonly daemon: DaemonJson | null;
  /** For Jenkins, its builds and the nested engine: the setting, or the host's; empty: none. */
  readonly timeZone: string;
  /** MTU of the host's default route, in bytes. */
  readonly mtu: number;
  /** Folder with the `jenkins` and `dind` build contexts, and a hash of each one's files. */
  readonly assets: string;
  readonly contextHashes: { readonly jenkins: string; readonly dind: string };
  /** The user's files laid over each context: packages, plugins, a company's certificates. */
  readonly overlay: Readonly<Record<string, string>>;
  readonly engineOverlay: Readonly<Record<string, string>>;
  /** Mount propagation of each mounted host folder. */
  readonly propagation: Readonly<Record<string, 'rslave' | 'rprivate'>>;
  /** The app's version. */
  readonly version: string;
  /** This settings folder. */
  readonly owner: Owner;
  /** Where Jenkins runs, for its heartbeat in the home; null: no part of a hash. */
  readonly computer: Computer | null;
}

/** What the host offers for GPUs of builds. */
export interface NvidiaInputs {
  /** Address of NVIDIA's apt repository, if the settings have none: the host's own, else NVIDIA's. */
  readonly repository: string;
  /** The host's `nvidia-ctk` and `nvidia-cdi-hook`, for an image without the toolkit; empty without both. */
  readonly tools: readonly string[];
}
