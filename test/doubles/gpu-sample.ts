import { readingsOf } from '../../electron/core/gpu/fields.ts';
import { GIB, MIB } from '../../electron/shared/format.ts';
import type { GpuSample, GpuState } from '../../electron/shared/gpu.ts';

export { GIB, MIB };

/** A reading of one busy GPU. */
export const gpuSample = (change: Partial<GpuSample> = {}): GpuSample => ({
  uuid: 'GPU-0',
  index: 0,
  name: 'NVIDIA GeForce RTX 3080',
  ...readingsOf(() => undefined),
  utilizationGpu: 37,
  utilizationMemory: 20,
  memoryUsedBytes: 4.14 * GIB,
  memoryTotalBytes: 10 * GIB,
  temperature: 61,
  powerWatts: 210,
  powerLimitWatts: 320,
  fan: 40,
  clockSm: 1800,
  clockMemory: 9500,
  pstate: 'P2',
  throttle: [],
  mig: false,
  lost: false,
  recovery: null,
  bus: null,
  unified: false,
  ...change,
});

/** A GPU whose driver reports none of the values. */
export const silentGpu = (change: Partial<GpuSample> = {}): GpuSample =>
  gpuSample({ ...readingsOf(() => undefined), ...change });

export const readable = (...gpus: readonly GpuSample[]): GpuState => ({
  kind: 'ok',
  at: 0,
  driver: '580.95.05',
  gpus,
  unsupported: [],
  warnings: [],
});
