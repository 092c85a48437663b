import { readFileSync } from 'node:fs';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ComputerMemory, GATE_FILE, GATE_INTERVAL_MS, gateText } from '../core/gpu/gate.ts';
import type { GpuState } from '../shared/gpu.ts';
import { isRecent } from '../shared/recent.ts';

/**
 * Returns a function that tells Jenkins' queue the free memory of the GPUs, by a file in the home; call it with each
 * state while there is a Jenkins to read it. Where this user may not write there, or the home is not ours, the queue waits
 * for nothing.
 */
export function createGpuGate(home: () => string, now: () => number = () => performance.now()) {
  let writtenAt = Number.NEGATIVE_INFINITY;
  /** On a home that hangs, each call holds one of Node's four pool threads: never more than one. */
  let writing = false;
  return async (state: GpuState): Promise<void> => {
    if (writing || isRecent(writtenAt, now(), GATE_INTERVAL_MS)) return;
    const text = gateText(state, computerMemory);
    if (text === null) return;
    writtenAt = now();
    writing = true;
    const path = join(home(), GATE_FILE);
    const part = `${path}.${process.pid}.part`;
    try {
      // Builds can write into the home: the folder must not lead elsewhere.
      if (!(await lstat(dirname(path))).isDirectory()) return;
      await writeFile(part, text, { mode: 0o644, flag: 'wx' });
      await rename(part, path);
    } catch {
      await rm(part, { force: true }).catch(() => undefined);
    } finally {
      writing = false;
    }
  };
}

/** Null where the kernel does not tell. */
function computerMemory(): ComputerMemory | null {
  try {
    const told = readFileSync('/proc/meminfo', 'utf8');
    const bytes = (name: string): number => Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(told)?.[1]) * 1024;
    const memory = { totalBytes: bytes('MemTotal'), availableBytes: bytes('MemAvailable') };
    return Number.isNaN(memory.totalBytes + memory.availableBytes) ? null : memory;
  } catch {
    return null;
  }
}
