import { setTimeout as sleep } from 'node:timers/promises';
import type { DrivenApp } from '../lab/app.ts';
import { setup } from '../lab/setup.ts';
import { endSmi, smiDouble } from '../lab/smi-double.ts';
import { type Figure, figure, median } from './figure.ts';
import { systeminformation } from './gpu.ts';
import { withWindow } from './window.ts';

/** The measurement alternates with its baseline, since a machine's longest delay differs from minute to minute. */
const ROUNDS = 3;
const SECONDS = 20;

/** Longest time for which the main process' event loop was blocked, ms, by how late a timer ran. */
async function longestBlock({ app }: DrivenApp): Promise<number> {
  await app.evaluate(() => {
    const TICK = 5;
    const state = { longest: 0, before: performance.now() };
    const timer = setInterval(() => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - state.before - TICK);
      state.before = now;
    }, TICK);
    Reflect.set(globalThis, 'longestBlock', () => {
      clearInterval(timer);
      return state.longest;
    });
  });
  await sleep(SECONDS * 1000);
  return app.evaluate((): number => Reflect.get(globalThis, 'longestBlock')());
}

export const benchmarks: Record<string, () => Promise<Figure>> = {
  /**
   * The app with its GPU view open: longest block of its main thread while nvidia-smi hangs, minus while it answers; at
   * most 5 ms. systeminformation's own call hangs with it, cut at 8 s here.
   */
  'gpu.hang': async () => {
    const lab = setup('bench-hang', 21560);
    const smi = smiDouble('bench-hang', 'ok-1');
    try {
      const blocks = await withWindow(lab, smi.env, async (page, app) => {
        await page.getByRole('button', { name: 'GPUs' }).click();
        const answering: number[] = [];
        const hanging: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          await page.getByText('nvidia-smi has stopped responding').waitFor({ state: 'detached', timeout: 60_000 });
          await page.getByRole('article', { name: /^GPU 0 / }).waitFor({ timeout: 60_000 });
          await sleep(2000);
          answering.push(await longestBlock(app));
          smi.play('hung');
          endSmi(app.pid);
          hanging.push(await longestBlock(app));
          // Otherwise no hang was measured.
          await page.getByText('nvidia-smi has stopped responding').waitFor({ timeout: 1000 });
          smi.play('ok-1');
          endSmi(app.pid);
        }
        if (process.env.BENCH_VERBOSE !== undefined) console.log({ answering, hanging });
        return { answering: median(answering), hanging: median(hanging) };
      });
      const baseline = systeminformation(
        'let b = Date.now(), m = 0; const t = setInterval(() => { m = Math.max(m, Date.now() - b - 5); b = Date.now(); }, 5); await si.graphics(); await new Promise((r) => setTimeout(r, 20)); clearInterval(t); console.log(m);',
        'slow-once',
      );
      const ours = Math.max(0, blocks.hanging - blocks.answering);
      return figure(ours, baseline, 'ms');
    } finally {
      smi.close();
    }
  },
};
