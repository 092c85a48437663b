import { execFile } from 'node:child_process';
import {
  type ListedGpu,
  ListingError,
  PROCESS_FIELDS,
  parseList,
  parseProcesses,
  type SmiProcess,
} from '../core/gpu/listings.ts';
import { PMON_ARGS, type ProcessLoad, parsePmon } from '../core/gpu/pmon.ts';
import { LOG_ARGS, parseLog, type SmiLog } from '../core/gpu/smi-log.ts';
import type { GpuInstance } from '../shared/gpu.ts';
import { isRecent } from '../shared/recent.ts';

const DEADLINE_MS = 5000;
/** nvidia-smi listed everything: its exit statuses for success and for a card whose infoROM is damaged. */
const WHOLE = new Set([0, 14]);

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Lists the processes on the GPUs. What nvidia-smi listed counts, whatever its exit status; it throws a `ListingError`
 * if nvidia-smi listed nothing and failed, or hangs for the deadline. Processes on a MIG instance count for its GPU.
 */
export interface ProcessList {
  (): Promise<readonly SmiProcess[]>;
  /** The whole log, with the profiles of instances. Throws like the list. */
  log(): Promise<SmiLog>;
}

/** How long the GPUs and their order are remembered, and that a driver does not tell how busy a process is. */
const REMEMBER_MS = 60_000;

/** While an nvidia-smi hangs in the driver, where signals do not reach it, no second one is started. */
export function createProcessList(
  command = 'nvidia-smi',
  signal: AbortSignal | null = null,
  deadline = DEADLINE_MS,
): ProcessList {
  let busy = false;
  const limits = {
    timeout: deadline,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 21,
    ...(signal === null ? {} : { signal }),
  } as const;
  const said = (args: readonly string[]): Promise<Said> =>
    new Promise((resolve, reject) => {
      const hangs = new ListingError(`nvidia-smi did not answer within ${deadline / 1000} s.`);
      if (busy) {
        reject(hangs);
        return;
      }
      busy = true;
      const late = setTimeout(() => reject(hangs), deadline * 1.2);
      execFile(command, args, limits, (error, stdout, stderr) => {
        busy = false;
        clearTimeout(late);
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else reject(error.killed ? hangs : new ListingError(error.message, error.code === 'ENOENT'));
      });
    });
  let gpus: readonly ListedGpu[] = [];
  let gpusAt = Number.NEGATIVE_INFINITY;
  let silentAt = Number.NEGATIVE_INFINITY;
  /** The GPUs, at least those with these UUIDs. */
  const gpusWith = async (uuids: readonly string[]): Promise<readonly ListedGpu[]> => {
    const known = uuids.every((uuid) => gpus.some((gpu) => gpu.uuid === uuid || gpu.instances.includes(uuid)));
    if (known && isRecent(gpusAt, performance.now(), REMEMBER_MS)) return gpus;
    gpus = await said(['-L']).then(
      ({ stdout }) => parseList(stdout),
      (thrown: unknown) => {
        // Without the list it is not known whose an instance is; a whole GPU is its own.
        if (uuids.some((uuid) => uuid.startsWith('MIG-'))) throw thrown;
        return gpus;
      },
    );
    gpusAt = performance.now();
    return gpus;
  };
  /**
   * How busy each process is: what a desktop draws on the same GPU is not a build's work. Not every card and driver
   * tells; then nothing is known.
   */
  const loads = async (): Promise<readonly ProcessLoad[]> => {
    if (isRecent(silentAt, performance.now(), REMEMBER_MS)) return [];
    const found = await said(PMON_ARGS).then(
      ({ code, stdout }) => (code === 0 ? parsePmon(stdout) : null),
      () => null,
    );
    if (found === null) silentAt = performance.now();
    return found ?? [];
  };
  const list = async (): Promise<readonly SmiProcess[]> => {
    const { code, stdout, stderr } = await said([
      `--query-compute-apps=${PROCESS_FIELDS.join(',')}`,
      '--format=csv,noheader,nounits',
    ]);
    const found = parseProcesses(stdout);
    if (found.length === 0 && !WHOLE.has(code)) throw new ListingError(`${stdout}${stderr}`);
    if (found.length === 0) return found;
    const there = await gpusWith(found.map(({ uuid }) => uuid));
    const processes = found.map((process) => {
      const gpu = there.find(({ instances }) => instances.includes(process.uuid));
      return gpu === undefined ? process : { ...process, uuid: gpu.uuid };
    });
    return withLoads(processes, there, await loads());
  };
  const log = async (): Promise<SmiLog> => {
    const found = parseLog((await said(LOG_ARGS)).stdout);
    if (found.instances.length === 0) return found;
    const there = parseList((await said(['-L'])).stdout);
    const profileOf = ({ uuid, index }: GpuInstance) => there.find((gpu) => gpu.uuid === uuid)?.profiles[index] ?? null;
    return { ...found, instances: found.instances.map((one) => ({ ...one, profile: profileOf(one) })) };
  };
  return Object.assign(list, { log });
}

function withLoads(
  processes: readonly SmiProcess[],
  gpus: readonly ListedGpu[],
  found: readonly ProcessLoad[],
): readonly SmiProcess[] {
  const indexes = new Map(gpus.map(({ uuid, index }) => [uuid, index]));
  const byProcess = new Map(found.map(({ gpu, pid, utilization }) => [`${gpu} ${pid}`, utilization]));
  return processes.map((process) => {
    const utilization = byProcess.get(`${indexes.get(process.uuid)} ${process.pid}`);
    return utilization === undefined ? process : { ...process, utilization };
  });
}
