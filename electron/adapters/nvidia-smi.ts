import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createLines } from '../core/gpu/lines.ts';
import { PROCESS_FIELDS, parseList, parseProcesses, type SmiProcess } from '../core/gpu/listings.ts';
import type { SmiPort } from '../core/gpu/smi.ts';
import type { GpuHardware } from '../core/gpu/trouble.ts';
import { isOnPath } from './on-path.ts';

/** How much of its last words is kept. */
const LAST_WORDS = 4000;
const LIST_DEADLINE = 5000;

/** nvidia-smi as a long-lived child; it dies with the app (its pipe breaks, and `kill` is sure). */
export function createSmi(command = 'nvidia-smi', env: NodeJS.ProcessEnv = process.env): SmiPort {
  return {
    start(args, events) {
      // To fork an app of this size for a program that is not there takes 6 ms, again and again.
      if (!command.includes('/') && !isOnPath(command, env)) {
        setImmediate(() => events.end(true, ''));
        return { kill: () => undefined };
      }
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

/**
 * Lists the processes on the GPUs; empty where nvidia-smi fails or hangs. Those on a MIG instance belong to its card.
 * One that hangs in the driver, where no signal reaches it, is not joined by a second.
 */
export function createProcessList(
  command = 'nvidia-smi',
  signal: AbortSignal | null = null,
  deadline = LIST_DEADLINE,
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
    const cards = parseList(await said(['-L']));
    return found.map((process) => {
      const card = cards.find(({ instances }) => instances.includes(process.uuid));
      return card === undefined ? process : { ...process, uuid: card.uuid };
    });
  };
}

/** What sysfs and procfs say of NVIDIA cards; runs nothing and wakes nothing. */
export function nvidiaHardware(
  sys = '/sys/bus/pci/devices',
  proc = '/proc/driver/nvidia/version',
  supplies = '/sys/class/power_supply',
): GpuHardware {
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
    sleeps: cards.length > 0 && cards.every((device) => read(`${sys}/${device}/power/control`) === 'auto'),
    // Of the system's own battery; a mouse has one, too, of the scope "Device".
    battery: list(supplies).some(
      (supply) =>
        read(`${supplies}/${supply}/type`) === 'Battery' &&
        read(`${supplies}/${supply}/status`) === 'Discharging' &&
        read(`${supplies}/${supply}/scope`) !== 'Device',
    ),
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // A machine without a PCI bus.
  }
}
