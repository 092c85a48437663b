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
 * Where several share one, and always if `thorough`, it is asked how busy each is.
 */
export interface ProcessList {
  (thorough?: boolean): Promise<readonly SmiProcess[]>;
  /** The whole log, with the profiles of instances. Throws like the list. */
  log(): Promise<SmiLog>;
}

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
  /** Not every card and driver tells; then nothing is known. */
  const loads = async (): Promise<readonly ProcessLoad[]> =>
    said(PMON_ARGS).then(
      ({ stdout }) => parsePmon(stdout),
      () => [],
    );
  const list = async (thorough = false): Promise<readonly SmiProcess[]> => {
    const { code, stdout, stderr } = await said([
      `--query-compute-apps=${PROCESS_FIELDS.join(',')}`,
      '--format=csv,noheader,nounits',
    ]);
    const found = parseProcesses(stdout);
    if (found.length === 0 && !WHOLE.has(code)) throw new ListingError(`${stdout}${stderr}`);
    const asked = (thorough && found.length > 0) || isShared(found);
    if (!asked && !found.some(({ uuid }) => uuid.startsWith('MIG-'))) return found;
    const gpus = parseList((await said(['-L'])).stdout);
    const processes = found.map((process) => {
      const gpu = gpus.find(({ instances }) => instances.includes(process.uuid));
      return gpu === undefined ? process : { ...process, uuid: gpu.uuid };
    });
    return asked || isShared(processes) ? withLoads(processes, gpus, await loads()) : processes;
  };
  const log = async (): Promise<SmiLog> => {
    const found = parseLog((await said(LOG_ARGS)).stdout);
    if (found.instances.length === 0) return found;
    const gpus = parseList((await said(['-L'])).stdout);
    const profileOf = ({ uuid, index }: GpuInstance) => gpus.find((gpu) => gpu.uuid === uuid)?.profiles[index] ?? null;
    return { ...found, instances: found.instances.map((one) => ({ ...one, profile: profileOf(one) })) };
  };
  return Object.assign(list, { log });
}

/** Whether processes share a GPU: only then does it matter how busy each is. */
const isShared = (processes: readonly SmiProcess[]): boolean =>
  processes.some(({ pid, uuid }) => processes.some((other) => other.uuid === uuid && other.pid !== pid));

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
