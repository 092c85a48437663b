import type { Labels } from '../../../electron/core/world/specs.ts';

/** What the model engine keeps of each object. */

export type Policy = 'no' | 'always' | 'unless-stopped' | 'on-failure';

/** What a container's process does, from one start to its end; times in ms since that start. */
export interface Program {
  /** Ends by itself; null: runs until it is stopped. */
  readonly end: { readonly after: number; readonly code: number } | null;
  readonly log: readonly { readonly after: number; readonly text: string; readonly error?: boolean }[];
  /** How it ends on SIGTERM; null: it ignores the signal. */
  readonly onStop: { readonly after: number; readonly code: number } | null;
  /** When its health check succeeds: null never; undefined: it has none. */
  readonly healthyAfter?: number | null;
}

export type Run =
  | { readonly kind: 'idle' | 'removing' | 'dead' }
  | {
      readonly kind: 'running';
      readonly since: number;
      readonly program: Program;
      readonly ends: { readonly at: number; readonly code: number; readonly stopped: boolean } | null;
      readonly paused: boolean;
    }
  | { readonly kind: 'restarting'; readonly at: number };

export interface ModelMount {
  readonly type: 'bind' | 'volume';
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly anonymous?: boolean;
}

export interface Published {
  readonly address: string;
  readonly port: number;
  readonly target: number;
  readonly protocol?: string;
}

/** What a container is created from. */
export interface NewContainer {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly labels?: Labels;
  readonly policy?: Policy;
  readonly network?: string | null;
  readonly mounts?: readonly ModelMount[];
  readonly ports?: readonly Published[];
  /** Its further names in its network. */
  readonly aliases?: readonly string[];
  /** `NAME=value`. */
  readonly env?: readonly string[];
}

export interface ModelContainer extends Required<Omit<NewContainer, 'name' | 'policy'>> {
  readonly id: string;
  readonly imageId: string;
  readonly createdAt: number;
  name: string;
  policy: Policy;
  /** The id of its network, from its first start on. */
  networkId: string | null;
  run: Run;
  /** Of its last start, and how it ended. */
  startedAt: number | null;
  endedAt: number | null;
  exitCode: number;
  /** Starts so far, those by its restart policy included. */
  starts: number;
  /** Restarts by its policy since its last start by a request. */
  restarts: number;
  /** How long the engine waited before its last restart, ms. */
  delay: number;
  manuallyStopped: boolean;
  /** Whether its file system in memory holds the secrets of a new home; empty after each start. */
  secrets: boolean;
  log: readonly { readonly text: string; readonly error: boolean }[];
}

export interface ModelObject {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
}

/** A volume; by default one of the driver `local` with a folder of its own. */
export interface ModelVolume extends ModelObject {
  readonly driver?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** An image; without names it is dangling. */
export interface ModelImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly labels: Labels;
}

export type ContainerState = 'created' | 'running' | 'restarting' | 'paused' | 'exited' | 'removing' | 'dead';

export function stateOf({ run, startedAt }: ModelContainer): ContainerState {
  if (run.kind === 'running') return run.paused ? 'paused' : 'running';
  if (run.kind !== 'idle') return run.kind;
  return startedAt === null ? 'created' : 'exited';
}
