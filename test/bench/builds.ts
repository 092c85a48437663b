import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Figure, figure } from './figure.ts';

interface Asked {
  /** The longest that the thread worked in one go, ms of CPU time. */
  readonly blocked: number;
  /** MB. */
  readonly memory: number;
  /** Seconds: of the first question, and of the slowest that followed. */
  readonly first: number;
  readonly again: number;
}

export const benchmarks: Record<string, () => Promise<Record<string, Figure>>> = {
  /** The question of the Builds view, to a Jenkins with 2,000 jobs in 40 folders, with 100 builds each. */
  'builds.big': async () => {
    const server = spawn(process.execPath, [join(import.meta.dirname, 'big-jenkins.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [url] = await once(server.stdout, 'data');
      const worker = ['--expose-gc', join(import.meta.dirname, 'builds-worker.ts'), String(url).trim()];
      const { blocked, memory, first }: Asked = JSON.parse(
        execFileSync(process.execPath, worker, { encoding: 'utf8' }),
      );
      return {
        'builds.big.blocked': figure(blocked, 30, 'ms'),
        'builds.big.memory': figure(memory, 20, 'MB'),
        'builds.big.answer': figure(first, 1, 's'),
      };
    } finally {
      server.kill();
    }
  },
};
