import type { Failure } from './failure.ts';

/** GPU data shared by main and window. Null: the GPU or its driver does not report it. */

/** A GPU's sensors and counters at one moment. */
export interface GpuReadings {
  /** Percent of the last interval in which a kernel ran. */
  readonly utilizationGpu: number | null;
  /** Percent of the last interval in which device memory was read or written. */
  readonly utilizationMemory: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  /** °C. */
  readonly temperature: number | null;
  readonly powerWatts: number | null;
  readonly powerLimitWatts: number | null;
  /** Percent of the fan's full speed. */
  readonly fan: number | null;
  /** MHz. */
  readonly clockSm: number | null;
  /** MHz. */
  readonly clockMemory: number | null;
  /** `P0` (fastest) to `P12`. */
  readonly pstate: string | null;
  /** Why the clocks are reduced, in the driver's terms; empty: they are not. */
  readonly throttle: readonly string[] | null;
  /** °C, of the memory. */
  readonly temperatureMemory: number | null;
  readonly pcie: PcieLink | null;
  /** Errors of the memory since the driver was loaded that were corrected, and that were not. */
  readonly eccCorrected: number | null;
  readonly eccUncorrected: number | null;
  /** Percent. */
  readonly utilizationEncoder: number | null;
  /** Percent. */
  readonly utilizationDecoder: number | null;
}

/** A GPU's link to the computer. The generation falls while the GPU is idle; the width does not. */
export interface PcieLink {
  readonly generation: number;
  readonly maxGeneration: number;
  /** Number of lanes. */
  readonly width: number;
  readonly maxWidth: number;
}

/** One GPU at one moment. */
export interface GpuSample extends GpuReadings {
  /** `GPU-…`, on a Jetson without that; stable across restarts, the key everywhere. */
  readonly uuid: string;
  readonly index: number;
  readonly name: string;
  /** Split into MIG instances: the GPU then reports no utilisation of its own. */
  readonly mig: boolean;
  /** Probably fallen off the bus: every reading is an error. */
  readonly lost: boolean;
  /** What the driver asks for after a fault, in its words: `Reset`, `Reboot`, `Drain and Reset`; null: nothing. */
  readonly recovery: string | null;
  /** Its address on the PCI bus, such as `00000000:01:00.0`. */
  readonly bus: string | null;
  /** Without memory of its own, such as GB10 and Jetson: its memory is what its processes hold of the computer's. */
  readonly unified: boolean;
}

export type GpuAbsence = 'no-card' | 'no-driver' | 'no-smi' | 'no-library' | 'mismatch' | 'no-permission';

export type GpuState =
  /** Not queried yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'absent'; readonly reason: GpuAbsence; readonly failure: Failure }
  /** All GPUs are suspended; a query would wake them. */
  | { readonly kind: 'asleep' }
  /** Nothing reads them until then, milliseconds since 1970, since the user asked to let go of them. */
  | { readonly kind: 'released'; readonly until: number }
  | {
      readonly kind: 'ok';
      /** Milliseconds since 1970. */
      readonly at: number;
      readonly driver: string | null;
      readonly gpus: readonly GpuSample[];
      /** Fields that this driver does not support, by nvidia-smi's names. */
      readonly unsupported: readonly string[];
      /** What nvidia-smi warned of beside these readings, such as a card that it could not read. */
      readonly warnings: readonly Failure[];
    }
  /** No reading since `since` (milliseconds since 1970); `last` is the last one. */
  | { readonly kind: 'stale'; readonly since: number; readonly last: readonly GpuSample[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface GpuBuild {
  readonly job: string;
  readonly number: number;
}

/** A process on a GPU. */
export interface GpuProcessRow {
  readonly pid: number;
  readonly name: string;
  /** Null: unknown. */
  readonly user: string | null;
  readonly uuid: string;
  readonly memoryBytes: number | null;
  /** The container's name, or its short id if the engine does not know it; null outside of containers. */
  readonly container: string | null;
  /** The engine that the container belongs to; null outside of containers. */
  readonly engine: 'host' | 'nested' | null;
  readonly build: GpuBuild | null;
  /** Percent of the last second in which one of its kernels ran; null: the driver does not tell. */
  readonly utilization: number | null;
  /** It only draws: a desktop, a browser. */
  readonly graphics?: boolean;
  /** Its command line; null: not readable. Left out where nobody asked. */
  readonly command?: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt?: number | null;
  /** What it holds of the computer's memory. */
  readonly hostMemoryBytes?: number | null;
}

/** A part of a GPU that is split by MIG. */
export interface GpuInstance {
  /** The whole GPU's. */
  readonly uuid: string;
  readonly index: number;
  /** Such as `1g.10gb`. */
  readonly profile: string | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
}

/** A fault that the driver wrote into the kernel's log. */
export interface GpuXid {
  /** The GPU's address on the PCI bus as the kernel writes it, such as `0000:01:00`. */
  readonly bus: string;
  readonly code: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly message: string;
}

/** The processes on the GPUs, as last listed. */
export interface GpuListing {
  readonly rows: readonly GpuProcessRow[];
  /** When nvidia-smi listed them, milliseconds since 1970; null: never. */
  readonly at: number | null;
  /** Why a later listing failed, so that the rows are old; null: it did not. */
  readonly failure: Failure | null;
  /** Processes that only draw, and the parts of split GPUs: known while the GPU view is looked at. */
  readonly graphics?: readonly GpuProcessRow[];
  readonly instances?: readonly GpuInstance[];
  /** The newest of each GPU, where the kernel's log is readable. */
  readonly xids?: readonly GpuXid[];
}

/**
 * How a build's part of a GPU's power was found, the least exact way that was needed: it had the GPU for itself, by
 * the utilisation of each process, or by time, in equal parts.
 */
export const ENERGY_BASES = ['whole', 'utilisation', 'time'] as const;
export type EnergyBasis = (typeof ENERGY_BASES)[number];

/** A build's GPU usage. Null: no driver told while it ran. */
export interface GpuLedgerRow {
  readonly job: string;
  readonly build: number;
  /** Milliseconds since 1970 of the first and last listing with it. */
  readonly from: number;
  readonly to: number;
  /** Minutes of GPU use; two GPUs for one minute count as two. */
  readonly gpuMinutes: number;
  /** Over all GPUs at one moment. */
  readonly peakMemoryBytes: number | null;
  /** Memory of all GPUs that it used at one moment. */
  readonly memoryLimitBytes: number | null;
  /** Percent, over `utilizationMinutes`; of its own processes where the driver tells, else of the GPUs that it used. */
  readonly meanUtilization: number | null;
  readonly peakUtilization: number | null;
  /** The part of `gpuMinutes` in which utilisation was known. */
  readonly utilizationMinutes: number;
  /** The part of `gpuMinutes` in which it held a GPU that did nothing. */
  readonly idleMinutes: number;
  /** Since when all its GPUs have done nothing, milliseconds since 1970; null: they work, or it has ended. */
  readonly idleSince: number | null;
  /** What it has held since then, over all GPUs. */
  readonly idleMemoryBytes?: number | null;
  /** Its share of the GPUs' energy. */
  readonly wattHours: number | null;
  readonly energyBasis: EnergyBasis | null;
}

const GPU_TROUBLE = 'gpu:';
/** The id of a notice about GPUs: of this failure, about this card, build or message of the driver. */
export const gpuNotice = (code: string, subject: string): string => `${GPU_TROUBLE}${code}:${subject}`;
export const isGpuNotice = (notice: string): boolean => notice.startsWith(GPU_TROUBLE);

const GPU_LOST = 'gpu-lost:';
/** The id of the notice that the DinD container of this id lost its GPUs. */
export const gpuLostNotice = (containerId: string): string => `${GPU_LOST}${containerId}`;
/** The container's id from such a notice's id; null for any other notice. */
export const gpuLostContainer = (notice: string): string | null =>
  notice.startsWith(GPU_LOST) ? notice.slice(GPU_LOST.length) : null;

const NO_TOOLKIT = 'no-toolkit:';
/** The id of the notice that builds in DinD get no GPU until its image is built with NVIDIA's toolkit from `address`. */
export const toolkitNotice = (address: string): string => `${NO_TOOLKIT}${address}`;
/** The repository's address from such a notice's id; null for any other notice. */
export const toolkitRepository = (notice: string): string | null =>
  notice.startsWith(NO_TOOLKIT) ? notice.slice(NO_TOOLKIT.length) : null;
