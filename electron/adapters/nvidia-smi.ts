import { spawn } from 'node:child_process';
import { createLines } from '../core/gpu/lines.ts';
import type { NvidiaSmi } from '../core/gpu/smi.ts';
import { isGpuUuid } from '../shared/gpu-uuid.ts';
import { isOnPath } from './on-path.ts';

/** How many characters of output other than readings are kept. */
const MAX_OTHER_OUTPUT = 4000;

/** Runs nvidia-smi as a long-lived child. It ends with the app, since its pipe breaks. */
export function createSmi(command = 'nvidia-smi', env: NodeJS.ProcessEnv = process.env): NvidiaSmi {
  return {
    start(args, events) {
      // Forking an app of this size for a missing program would take 6 ms each time.
      if (!command.includes('/') && !isOnPath(command, env)) {
        setImmediate(() => events.end(true, ''));
        return { kill: () => undefined };
      }
      const child = spawn(command, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...env, LC_ALL: 'C' },
        detached: true,
      });
      let other = '';
      let ended = false;
      const end = (missing: boolean): void => {
        if (ended) return;
        ended = true;
        events.end(missing, other);
      };
      const lines = createLines((text) => {
        if (!isGpuUuid(text.split(',', 1)[0] ?? '')) other = `${other}${text}\n`.slice(-MAX_OTHER_OUTPUT);
        if (!ended) events.line(text);
      });
      child.stdout.setEncoding('utf8').on('data', lines);
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        other = (other + text).slice(-MAX_OTHER_OUTPUT);
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        other += error.message;
        end(error.code === 'ENOENT');
      });
      child.on('close', () => end(false));
      return {
        kill: () => {
          // Kill the whole group with SIGKILL: a process that hangs in the driver ignores other signals.
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
