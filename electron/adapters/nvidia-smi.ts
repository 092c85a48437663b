import { spawn } from 'node:child_process';
import { createLines } from '../core/gpu/lines.ts';
import type { SmiPort } from '../core/gpu/smi.ts';
import { isOnPath } from './on-path.ts';

/** How much is kept of what it says beside readings. */
const MAX_LAST_WORDS = 4000;

/** nvidia-smi as a long-lived child. It ends with the app: its pipe breaks, and `kill` is certain. */
export function createSmi(command = 'nvidia-smi', env: NodeJS.ProcessEnv = process.env): SmiPort {
  return {
    start(args, events) {
      // Forking an app of this size for a missing program takes 6 ms, again and again.
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
        if (!/^(GPU|MIG)-/.test(text)) words = `${words}${text}\n`.slice(-MAX_LAST_WORDS);
        if (!ended) events.line(text);
      });
      child.stdout.setEncoding('utf8').on('data', lines);
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        words = (words + text).slice(-MAX_LAST_WORDS);
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        words += error.message;
        end(error.code === 'ENOENT');
      });
      child.on('close', () => end(false));
      return {
        kill: () => {
          // Its whole group, with SIGKILL: one that hangs in the driver ignores other signals.
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
