import { MIB } from '../../shared/format.ts';
import type { GpuState } from '../../shared/gpu.ts';

/** Below the home: what Jenkins' queue reads, by `gpu.groovy` of its image. */
export const GATE_FILE = '.jenkins-tray/gpu-memory';
/** How often it is written at most, milliseconds; after a minute without, nothing waits for it. */
export const GATE_INTERVAL_MS = 5000;

/** Of each GPU all and free memory in MiB, a line each; null: not known, so that nothing should wait for it. */
export function gateText(state: GpuState): string | null {
  if (state.kind !== 'ok') return null;
  const lines = state.gpus.flatMap(({ lost, recovery, memoryUsedBytes: used, memoryTotalBytes: total }) =>
    lost || recovery !== null || used === null || total === null
      ? []
      : [`${mebibytes(total)} ${mebibytes(Math.max(0, total - used))}\n`],
  );
  return lines.length === 0 ? null : lines.join('');
}

const mebibytes = (bytes: number): number => Math.floor(bytes / MIB);
