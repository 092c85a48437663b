import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendants } from '../lab/app.ts';
import { setup } from '../lab/setup.ts';
import { smiDouble } from '../lab/smi-double.ts';
import { type Figure, figure } from './figure.ts';
import { withWindow } from './window.ts';

const SECONDS = 30;
/** Length of a clock tick in /proc, ms, on every Linux. */
const TICK_MS = 10;

/** CPU time of a process so far, ms, without its children's; null if it has ended. */
function cpu(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}

/** `main`, `renderer`, `gpu-process`, `utility`, `zygote`; `other` for other programs. */
function kindOf(pid: number, main: number): string {
  try {
    // A process forked by the zygote has all its arguments in one string.
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (pid === main) return 'main';
    return /--type=([\w-]+)/.exec(command)?.[1] ?? 'other';
  } catch {
    return '';
  }
}

/** CPU time by kind of process; the double of nvidia-smi counts separately. */
function spent(main: number): ReadonlyMap<string, number> {
  const sum = new Map<string, number>();
  for (const pid of [main, ...descendants(main)]) {
    const kind = kindOf(pid, main);
    if (!['main', 'renderer', 'gpu-process', 'utility', 'zygote'].includes(kind)) continue;
    sum.set(kind, (sum.get(kind) ?? 0) + (cpu(pid) ?? 0));
  }
  return sum;
}

export const benchmarks: Record<string, () => Promise<Record<string, Figure>>> = {
  /** Open GPU view, four GPUs, one reading per second: share of a core of all the app's processes, at most 5 %. */
  'gpu.page-cpu': async () => {
    const lab = setup('bench-gpu', 24600);
    const smi = smiDouble('bench-gpu', 'live-4');
    try {
      return await withWindow(lab, smi.env, async (page, app) => {
        await page.getByRole('button', { name: 'GPUs' }).click();
        await page.getByRole('heading', { name: /GPU 3/ }).waitFor({ timeout: 30_000 });
        await page.locator('.gpu-plot canvas').first().waitFor();
        await sleep(5000);
        const before = spent(app.pid);
        const began = performance.now();
        await sleep(SECONDS * 1000);
        const took = performance.now() - began;
        const after = spent(app.pid);
        const figures: Record<string, Figure> = {};
        let all = 0;
        for (const [kind, ms] of after) {
          const share = ((ms - (before.get(kind) ?? 0)) / took) * 100;
          all += share;
          figures[`gpu.page-cpu.${kind}`] = figure(share, 5, '% of a core');
        }
        return { 'gpu.page-cpu': figure(all, 5, '% of a core'), ...figures };
      });
    } finally {
      smi.close();
    }
  },
};
