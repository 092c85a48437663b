import { MIB } from '../../shared/format.ts';
import type { GpuState } from '../../shared/gpu.ts';

/** Below the home: what Jenkins' queue reads, by `gpu.groovy` of its image. */
export const GATE_FILE = '.jenkins-tray/gpu-memory';
/** How often it is written at most, milliseconds; after a minute without, nothing waits for it. */
export const GATE_INTERVAL_MS = 5000;

/** Of a computer's memory, what a build can wait for: the system, a desktop and Jenkins itself never give back the rest. */
const MOST_OF_COMPUTER = 0.8;

/** The computer's memory, bytes. */
export interface ComputerMemory {
  readonly totalBytes: number;
  readonly availableBytes: number;
}

/**
 * Of each GPU all and free memory in MiB, a line each; null: not known, so that nothing should wait for it. A GPU without
 * memory of its own (GB10, Jetson) has the computer's, of which other programs take as well; null: that is not known.
 */
export function gateText(state: GpuState, computerMemory: () => ComputerMemory | null): string | null {
  if (state.kind !== 'ok') return null;
  const computer = state.gpus.some(({ unified }) => unified) ? computerMemory() : null;
  const lines = state.gpus.flatMap(({ lost, recovery, unified, memoryUsedBytes: used, memoryTotalBytes: total }) => {
    if (lost || recovery !== null) return [];
    if (unified)
      return computer === null ? [] : [line(computer.totalBytes * MOST_OF_COMPUTER, computer.availableBytes)];
    return used === null || total === null ? [] : [line(total, total - used)];
  });
  return lines.length === 0 ? null : lines.join('');
}

const line = (total: number, free: number): string =>
  `${mebibytes(total)} ${mebibytes(Math.min(total, Math.max(0, free)))}\n`;

const mebibytes = (bytes: number): number => Math.floor(bytes / MIB);
