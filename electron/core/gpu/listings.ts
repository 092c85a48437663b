import { isGpuUuid } from '../../shared/gpu-uuid.ts';
import { bytes, word } from './values.ts';

/** Longer listings are truncated. */
const MAX_CHARACTERS = 1 << 20;

/** A process as nvidia-smi lists it. */
export interface SmiProcess {
  readonly pid: number;
  readonly name: string;
  readonly uuid: string;
  readonly memoryBytes: number | null;
  /** Percent of the last second in which one of its kernels ran, if the driver tells. */
  readonly utilization?: number;
}

/** nvidia-smi could not list the processes. */
export class ListingError extends Error {
  /** What it printed. */
  readonly words: string;
  /** There is no such program. */
  readonly missing: boolean;

  constructor(words: string, missing = false) {
    super(`nvidia-smi could not list the processes: ${words}`);
    this.words = words;
    this.missing = missing;
  }
}

/** The queried fields of a process; the name is last, since it may contain commas. */
export const PROCESS_FIELDS = ['gpu_uuid', 'pid', 'used_memory', 'process_name'] as const;

/** Reads `--query-compute-apps=gpu_uuid,pid,used_memory,process_name`. */
export function parseProcesses(text: string): readonly SmiProcess[] {
  return text
    .slice(0, MAX_CHARACTERS)
    .split('\n')
    .flatMap((line) => {
      const match = /^\s*([\w/-]+), (\d{1,10}), ([^,]*), (.*)$/.exec(line);
      if (match === null || !isGpuUuid(match[1] ?? '')) return [];
      const [, uuid = '', pid = '', memory, name = ''] = match;
      return [{ pid: Number(pid), name: word(name) ?? 'unknown', uuid, memoryBytes: bytes(memory) }];
    });
}

/** Exit statuses of nvidia-smi with which its output counts: success, a damaged infoROM, a lost card beside others. */
const LISTS = new Set([0, 14, 15]);

/** Whether `nvidia-smi -L` listed GPUs, by its exit status and output. */
export const listsGpus = (exitCode: number, output: string): boolean =>
  LISTS.has(exitCode) && parseList(output).length > 0;

/** A GPU of `nvidia-smi -L`, with the UUIDs of the MIG instances that it is split into. */
export interface ListedGpu {
  readonly index: number;
  readonly name: string;
  readonly uuid: string;
  readonly instances: readonly string[];
  /** Their profiles, such as `1g.10gb`, in the same order. */
  readonly profiles: readonly string[];
}

/** Reads `nvidia-smi -L`: `GPU 0: NVIDIA GeForce RTX 3080 (UUID: GPU-…)`, MIG instances indented below their GPU. */
export function parseList(text: string): readonly ListedGpu[] {
  const found: { index: number; name: string; uuid: string; instances: string[]; profiles: string[] }[] = [];
  for (const line of text.slice(0, MAX_CHARACTERS).split('\n')) {
    const gpu = /^GPU (\d{1,4}): (.{0,200}?) \(UUID: ([\w-]{1,64})/.exec(line);
    if (gpu !== null && isGpuUuid(gpu[3] ?? ''))
      found.push({ index: Number(gpu[1]), name: gpu[2] ?? '', uuid: gpu[3] ?? '', instances: [], profiles: [] });
    const [, profile = '', instance] = /^\s+MIG (\S{0,40}).{0,60}\(UUID: (MIG-[\w/-]{1,120})\)/.exec(line) ?? [];
    if (instance === undefined) continue;
    found.at(-1)?.instances.push(instance);
    found.at(-1)?.profiles.push(profile);
  }
  return found;
}
