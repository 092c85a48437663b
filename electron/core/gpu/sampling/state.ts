import type { Failure } from '../../../shared/failure.ts';
import type { GpuSample, GpuState } from '../../../shared/gpu.ts';
import { FIELDS } from '../fields.ts';
import type { GpuHardware } from '../trouble.ts';

/** The sampler's state between two events. Times are milliseconds since 1970, intervals milliseconds. */
export interface Sampling {
  /** The requested interval between readings; null: none. */
  readonly wanted: number | null;
  /** The actual interval between readings: longer on battery. */
  readonly interval: number | null;
  readonly child: ChildState;
  readonly reading: ReadingInProgress;
  /** The fields that nvidia-smi is queried for; `unsupported`: those that its driver refused. */
  readonly fields: readonly string[];
  readonly unsupported: readonly string[];
  /** Number of children in a row that ended without a reading. */
  readonly failures: number;
  readonly last: readonly GpuSample[];
  /** When `last` was taken; 0: never. */
  readonly lastAt: number;
  readonly driver: string | null;
  /** Messages about GPUs, and warnings, since the last reading. */
  readonly troubles: readonly Failure[];
  /** Number of children in a row that were ended before they printed anything: the next gets more time. */
  readonly slowStarts: number;
  /** Number of readings in a row in which no GPU worked. */
  readonly idleReadings: number;
  /** Monotonic milliseconds. */
  readonly powerCheckedAt: number;
  readonly closed: boolean;
}

/** nvidia-smi; `switching` and `resting`: it was killed, for another interval or to let the GPUs sleep. */
type ChildState = 'none' | 'running' | 'switching' | 'resting';

/** What the running child has printed. */
export interface ReadingInProgress {
  /** Lines since its last complete reading. */
  readonly lines: number;
  /** A field that it does not know, by its own message. */
  readonly refused: string | null;
  /** UUIDs of the GPUs that it ever printed. */
  readonly seen: ReadonlySet<string>;
  /** Number of its complete readings. */
  readonly readings: number;
  /** The samples of the next reading, by UUID. */
  readonly samples: ReadonlyMap<string, GpuSample>;
}

/** `flush`: no further line came, so the reading is complete; `watchdog`: the child hangs; `restart`: start it again. */
export type SamplingTimer = 'flush' | 'watchdog' | 'restart';

export type SamplingEvent =
  /** Readings are wanted every `wanted` milliseconds; null: none are. */
  | { readonly kind: 'wanted'; readonly wanted: number | null }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'ended'; readonly missing: boolean; readonly lastWords: string }
  | { readonly kind: 'timer'; readonly timer: SamplingTimer }
  | { readonly kind: 'close' };

export type SamplingCommand =
  | { readonly kind: 'report'; readonly state: GpuState }
  | { readonly kind: 'start'; readonly args: readonly string[] }
  | { readonly kind: 'kill' }
  /** Sets the timer, or resets it, to fire after `ms`. */
  | { readonly kind: 'arm'; readonly timer: SamplingTimer; readonly ms: number }
  | { readonly kind: 'disarm'; readonly timer: SamplingTimer };

/** The moment of an event. The hardware is read only when needed, since that reads a dozen files. */
export interface Moment {
  readonly now: number;
  readonly monotonic: number;
  hardware(): GpuHardware;
  /** Whether a process holds memory of a GPU; null: unknown. */
  memoryHeld(): boolean | null;
}

/** The result of an event. */
export interface Turn {
  readonly state: Sampling;
  readonly commands: readonly SamplingCommand[];
}

export const NOTHING_READ: ReadingInProgress = {
  lines: 0,
  refused: null,
  seen: new Set(),
  readings: 0,
  samples: new Map(),
};

export const initialSampling: Sampling = {
  wanted: null,
  interval: null,
  child: 'none',
  reading: NOTHING_READ,
  fields: FIELDS,
  unsupported: [],
  failures: 0,
  last: [],
  lastAt: 0,
  driver: null,
  troubles: [],
  slowStarts: 0,
  idleReadings: 0,
  powerCheckedAt: Number.NEGATIVE_INFINITY,
  closed: false,
};

export const turn = (state: Sampling, ...commands: readonly SamplingCommand[]): Turn => ({ state, commands });

/** Continues a turn: applies `next` to its state and appends the commands. */
export function andThen(before: Turn, next: (state: Sampling) => Turn): Turn {
  const after = next(before.state);
  return { state: after.state, commands: [...before.commands, ...after.commands] };
}

export const arm = (timer: SamplingTimer, ms: number): SamplingCommand => ({ kind: 'arm', timer, ms });
export const disarm = (timer: SamplingTimer): SamplingCommand => ({ kind: 'disarm', timer });
export const report = (state: GpuState): SamplingCommand => ({ kind: 'report', state });
export const KILL: SamplingCommand = { kind: 'kill' };
