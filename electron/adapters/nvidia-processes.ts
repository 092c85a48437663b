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

const DEADLINE_MS = 5000;
/** nvidia-smi listed everything: its exit statuses for success and for a card whose infoROM is damaged. */
const WHOLE = new Set([0, 14]);

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Returns a function that lists the processes on the GPUs. What nvidia-smi listed counts, whatever its exit status; it
 * throws a `ListingError` if nvidia-smi listed nothing and failed, or hangs for `deadline` ms. Processes on a MIG
 * instance count for its GPU; where several share one, it is asked how busy each is. While an nvidia-smi hangs in the driver, where signals do not reach it, no second one is
 * started.
 */
export function createProcessList(
  command = 'nvidia-smi',
  signal: AbortSignal | null = null,
  deadline = DEADLINE_MS,
): () => Promise<readonly SmiProcess[]> {
  let busy = false;
  const limits = {
    timeout: deadline,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 20,
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
  return async () => {
    const { code, stdout, stderr } = await said([
      `--query-compute-apps=${PROCESS_FIELDS.join(',')}`,
      '--format=csv,noheader,nounits',
    ]);
    const found = parseProcesses(stdout);
    if (found.length === 0 && !WHOLE.has(code)) throw new ListingError(`${stdout}${stderr}`);
    if (!isShared(found) && !found.some(({ uuid }) => uuid.startsWith('MIG-'))) return found;
    const gpus = parseList((await said(['-L'])).stdout);
    const processes = found.map((process) => {
      const gpu = gpus.find(({ instances }) => instances.includes(process.uuid));
      return gpu === undefined ? process : { ...process, uuid: gpu.uuid };
    });
    return isShared(processes) ? withLoads(processes, gpus, await loads()) : processes;
  };
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
