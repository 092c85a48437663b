import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { descendants } from '../lab/app.ts';
import { floodTo } from '../lab/log-writer.ts';
import { ROOT } from '../lab/paths.ts';
import { setup } from '../lab/setup.ts';
import { must } from '../lab/shell.ts';
import { until } from '../lab/until.ts';
import { type Figure, figure } from './figure.ts';
import { withWindow } from './window.ts';

const LINES = 1_000_000;
/** How long frames are watched before the flood: the machine's own share. */
const IDLE_SECONDS = 20;

/** Proportional memory of the app's processes, MB; of its window's process alone. */
function memory(main: number): { readonly all: number; readonly window: number } {
  let all = 0;
  let window = 0;
  for (const pid of [main, ...descendants(main)]) {
    const pss = pssOf(pid);
    all += pss.mb;
    if (pss.renderer) window += pss.mb;
  }
  return { all, window };
}

function pssOf(pid: number): { readonly mb: number; readonly renderer: boolean } {
  try {
    const kb = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    return { mb: kb / 1024, renderer: readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer') };
  } catch {
    return { mb: 0, renderer: false }; // it has ended in the meantime
  }
}

interface Watched {
  /** Between two frames, whatever else the machine did. */
  longest: number;
  /** Of the page's own tasks; the browser reports those of 50 ms and more. */
  task: number;
  last: number;
  on: boolean;
}

/** Watches how long frames and tasks take in the page; returns a function that stops and returns the longest, ms. */
async function frames(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    const seen: Watched = { longest: 0, task: 0, last: performance.now(), on: true };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) if (seen.on) seen.task = Math.max(seen.task, duration);
    }).observe({ entryTypes: ['longtask'] });
    Reflect.set(window, 'watchedFrames', seen);
    const frame = (): void => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - seen.last);
      seen.last = now;
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return () =>
    page.evaluate(() => {
      const seen: Watched = Reflect.get(window, 'watchedFrames');
      seen.on = false;
      return seen;
    });
}

export const benchmarks: Record<string, () => Promise<Record<string, Figure>>> = {
  /** A million lines of a real container's log through the view: longest frame at most 100 ms, growth at most 60 MB. */
  'logs.flood': async () => {
    const lab = setup('bench-logs', 24700);
    const node = join(ROOT, 'node_modules', '.bin', 'node');
    must(node, [join(ROOT, 'out', 'cli.js'), 'up', 'dood', '--yes', '--config', lab.configDir]);
    return withWindow(lab, {}, async (page, app) => {
      await page.getByRole('button', { name: 'Logs' }).click();
      const shown = () => page.locator('.xterm-accessibility-tree').textContent();
      await until('the log', async () => /INFO/.test((await shown()) ?? ''), 30_000);
      await sleep(3000);
      const idle = await frames(page);
      await sleep(IDLE_SECONDS * 1000);
      const { longest: noise } = await idle();
      const before = memory(app.pid);
      const ended = await frames(page);
      const began = performance.now();
      await floodTo(lab.names.jenkins.dood, LINES, async () => ((await shown()) ?? '').includes('end of the flood'));
      const took = performance.now() - began;
      const { longest, task } = await ended();
      await sleep(2000);
      const after = memory(app.pid);
      return {
        'logs.flood.frame': figure(longest, 100, 'ms'),
        'logs.flood.frame-idle': figure(noise, 100, 'ms'),
        'logs.flood.task': figure(task, 100, 'ms'),
        'logs.flood.memory': figure(after.window - before.window, 60, 'MB'),
        'logs.flood.memory-all': figure(after.all - before.all, 60, 'MB'),
        'logs.flood.seconds': figure(took / 1000, took / 1000, 's'),
      };
    });
  },
};
