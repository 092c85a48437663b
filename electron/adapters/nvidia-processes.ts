import { execFile } from 'node:child_process';
import { PROCESS_FIELDS, parseList, parseProcesses, type SmiProcess } from '../core/gpu/listings.ts';

const DEADLINE_MS = 5000;

/**
 * Returns a function that lists the processes on the GPUs; empty if nvidia-smi fails, or hangs for `deadline` ms.
 * Processes on a MIG instance count for its GPU. While an nvidia-smi hangs in the driver, where signals do not reach it,
 * no second one is started.
 */
export function createProcessList(
  command = 'nvidia-smi',
  signal: AbortSignal | null = null,
  deadline = DEADLINE_MS,
): () => Promise<readonly SmiProcess[]> {
  let busy = false;
  const limits = { timeout: deadline, killSignal: 'SIGKILL', maxBuffer: 1 << 20 } as const;
  const said = (args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      if (busy) {
        resolve('');
        return;
      }
      busy = true;
      const late = setTimeout(() => resolve(''), deadline * 1.2);
      execFile(command, args, { ...limits, ...(signal === null ? {} : { signal }) }, (error, stdout) => {
        busy = false;
        clearTimeout(late);
        resolve(error ? '' : stdout);
      });
    });
  return async () => {
    const found = parseProcesses(
      await said([`--query-compute-apps=${PROCESS_FIELDS.join(',')}`, '--format=csv,noheader,nounits']),
    );
    if (!found.some(({ uuid }) => uuid.startsWith('MIG-'))) return found;
    const gpus = parseList(await said(['-L']));
    return found.map((process) => {
      const gpu = gpus.find(({ instances }) => instances.includes(process.uuid));
      return gpu === undefined ? process : { ...process, uuid: gpu.uuid };
    });
  };
}
