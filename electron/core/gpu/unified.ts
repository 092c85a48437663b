import type { GpuProcessRow, GpuState } from '../../shared/gpu.ts';

type Held = Pick<GpuProcessRow, 'uuid' | 'memoryBytes'>;

/**
 * GPUs without memory of their own (GB10, Jetson) show what their processes hold of the computer's, which has
 * `totalBytes`. Where no process tells that, their memory stays unknown.
 */
export function withUnifiedMemory(state: GpuState, processes: readonly Held[], totalBytes: number | null): GpuState {
  if (state.kind !== 'ok' || !state.gpus.some(({ unified }) => unified)) return state;
  const gpus = state.gpus.map((gpu) => {
    if (!gpu.unified) return gpu;
    const held = processes.flatMap(({ uuid, memoryBytes }) => (uuid === gpu.uuid ? (memoryBytes ?? []) : []));
    if (held.length === 0) return gpu;
    return { ...gpu, memoryUsedBytes: held.reduce((sum, bytes) => sum + bytes, 0), memoryTotalBytes: totalBytes };
  });
  return { ...state, gpus };
}
