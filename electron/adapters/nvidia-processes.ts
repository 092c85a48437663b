import { execFile } from 'node:child_process';
import { ListingError, PROCESS_FIELDS, parseList, parseProcesses, type SmiProcess } from '../core/gpu/listings.ts';

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
 * instance count for its GPU. While an nvidia-smi hangs in the driver, where signals do not reach it, no second one is
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
  return async () => {
    const { code, stdout, stderr } = await said([
      `--query-compute-apps=${PROCESS_FIELDS.join(',')}`,
      '--format=csv,noheader,nounits',
    ]);
    const found = parseProcesses(stdout);
    if (found.length === 0 && !WHOLE.has(code)) throw new ListingError(`${stdout}${stderr}`);
    if (!found.some(({ uuid }) => uuid.startsWith('MIG-'))) return found;
    const gpus = parseList((await said(['-L'])).stdout);
    return found.map((process) => {
      const gpu = gpus.find(({ instances }) => instances.includes(process.uuid));
      return gpu === undefined ? process : { ...process, uuid: gpu.uuid };
    });
  };
}
