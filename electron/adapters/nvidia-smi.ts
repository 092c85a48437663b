import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createLines } from '../core/gpu/lines.ts';
import { PROCESS_FIELDS, parseProcesses, type SmiProcess } from '../core/gpu/parse.ts';
import type { SmiPort } from '../core/gpu/sampler.ts';
import type { GpuHardware } from '../core/gpu/trouble.ts';

/** How much of its last words is kept. */
const LAST_WORDS = 4000;
const LIST_DEADLINE = 5000;

/** nvidia-smi as a long-lived child; it dies with the app (its pipe breaks, and `kill` is sure). */
export function createSmi(command = 'nvidia-smi', env: NodeJS.ProcessEnv = process.env): SmiPort {
  return {
    start(args, events) {
      const child = spawn(command, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...env, LC_ALL: 'C' },
        detached: true,
      });
      let words = '';
      let ended = false;
      const end = (missing: boolean): void => {
        if (ended) return;
        ended = true;
        events.end(missing, words);
      };
      const lines = createLines((text) => {
        if (!/^(GPU|MIG)-/.test(text)) words = `${words}${text}\n`.slice(-LAST_WORDS);
        if (!ended) events.line(text);
      });
      child.stdout.setEncoding('utf8').on('data', lines);
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        words = (words + text).slice(-LAST_WORDS);
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        words += error.message;
        end(error.code === 'ENOENT');
      });
      child.on('close', () => end(false));
      return {
        kill: () => {
          // Its whole group, and at once: one that hangs in the driver ignores kinder signals.
          if (child.pid === undefined) return;
          try {
            process.kill(-child.pid, 'SIGKILL');
          } catch {
            child.kill('SIGKILL');
          }
          child.stdout.destroy();
          child.stderr.destroy();
        },
      };
    },
  };
}

/** The processes on the GPUs now; empty where nvidia-smi fails or hangs. */
export function listProcesses(command = 'nvidia-smi', signal?: AbortSignal): Promise<readonly SmiProcess[]> {
  const args = [`--query-compute-apps=${PROCESS_FIELDS.join(',')}`, '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { timeout: LIST_DEADLINE, killSignal: 'SIGKILL', maxBuffer: 1 << 20, ...(signal ? { signal } : {}) },
      (error, stdout) => {
        resolve(error ? [] : parseProcesses(stdout));
      },
    );
  });
}

/** What sysfs and procfs say of NVIDIA cards; runs nothing and wakes nothing. */
export function nvidiaHardware(sys = '/sys/bus/pci/devices', proc = '/proc/driver/nvidia/version'): GpuHardware {
  const read = (path: string): string | null => {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      return null; // Not there, or not ours to read: both mean that nothing is known of it.
    }
  };
  const cards = list(sys).filter(
    (device) =>
      read(`${sys}/${device}/vendor`) === '0x10de' && (read(`${sys}/${device}/class`) ?? '').startsWith('0x03'),
  );
  return {
    card: cards.length > 0,
    driver: read(proc) !== null,
    power: cards.flatMap((device) => read(`${sys}/${device}/power/runtime_status`) ?? []),
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // A machine without a PCI bus.
  }
}
