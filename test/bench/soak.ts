import { join } from 'node:path';
import { runAsync } from '../lab/shell.ts';
import type { Figure } from './figure.ts';

const TOGGLES = process.env.SOAK_TOGGLES ?? '50';
/** The most that 45 toggles may add, MB, and open files. */
const LIMIT_MB = 10;
const LIMIT_FILES = 3;

interface Sample {
  readonly memory: number;
  readonly files: number;
}

export const benchmarks: Record<string, () => Promise<Record<string, Figure>>> = {
  /** After 50 toggles with builds running, less than after 5: memory and open files of a process with the app's core. */
  soak: async () => {
    const worker = join(import.meta.dirname, 'soak-worker.ts');
    const { status, stdout, stderr } = await runAsync(process.execPath, ['--expose-gc', worker, TOGGLES]);
    if (status !== 0) throw new Error(stderr);
    const { early, late }: { early: Sample; late: Sample } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    const grown = (ours: number, baseline: number, unit: string): Figure => ({
      ours,
      baseline,
      ratio: ours / baseline,
      unit,
    });
    return {
      'soak.growth': grown(late.memory - early.memory, LIMIT_MB, 'MB'),
      'soak.files': grown(late.files - early.files, LIMIT_FILES, 'files'),
    };
  },
};
