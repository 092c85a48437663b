import { expect, test } from 'vitest';
import type { BuildFact } from '../../../../electron/core/gpu/attribute.ts';
import { FIELDS } from '../../../../electron/core/gpu/fields.ts';
import { createGpuMonitor, type Kept } from '../../../../electron/core/gpu/monitor.ts';
import type { SmiEvents } from '../../../../electron/core/gpu/smi.ts';
import { testClock } from '../../../doubles/clock.ts';
import { held } from '../../../lab/held.ts';

const GPUS = 16;
const DAY = 86_400;
const reading = (index: number, second: number): string => {
  const values: Readonly<Record<string, string>> = {
    uuid: `GPU-${index}`,
    index: String(index),
    name: 'NVIDIA H100',
    driver_version: '580.95.05',
    'utilization.gpu': String((second + index) % 101),
    'memory.used': '8192',
    'memory.total': '81559',
    'temperature.gpu': '61',
    'power.draw': '300.00',
    'power.limit': '700.00',
    pstate: 'P0',
  };
  return FIELDS.map((field) => values[field] ?? '[N/A]').join(', ');
};

test('24 simulated hours of sixteen GPUs stay bounded, without gaps, recorded, and kept over a restart', async () => {
  const clock = testClock(1_700_000_000_000);
  let child: SmiEvents | null = null;
  let started = 0;
  let kept: Kept = { history: null, ledger: [], bands: [] };
  let saves = 0;
  let lists = 0;
  const builds: readonly BuildFact[] = [{ job: 'train', number: 1, url: 'http://h/job/train/1/', workspaces: [] }];
  const world = {
    smi: {
      start: (_: readonly string[], events: SmiEvents) => {
        started += 1;
        child = events;
        return { kill: () => child?.end(false, '') };
      },
    },
    clock,
    proc: {
      born: async () => '1',
      cgroup: async () => '0::/user.slice',
      user: async () => 'ada',
      pids: async () => [],
      environments: async () => [{ BUILD_TAG: 'jenkins-train-1' }],
    },
    hardware: () => ({ card: true, driver: true, power: ['active'], sleeps: false, battery: false }),
    processes: async () => {
      lists += 1;
      return Array.from({ length: GPUS }, (_, at) => ({
        pid: 9,
        name: 'p',
        uuid: `GPU-${at}`,
        memoryBytes: 2 ** 33,
      }));
    },
    container: async () => null,
    containerOfProcess: async () => null,
    environmentsInside: async () => [],
    builds: async () => builds,
    store: {
      load: async () => kept,
      save: async (next: Kept) => {
        saves += 1;
        kept = next;
      },
    },
  };
  const before = await held();
  const monitor = createGpuMonitor(world);
  await monitor.open();
  // The tray's pace all day, and somebody who looks for the last ten minutes.
  monitor.need('tray');
  for (let second = 0, step = 10; second < DAY; second += step) {
    if (second === DAY - 600) {
      monitor.need('window');
      step = 1;
    }
    clock.pass(step * 1000);
    for (let index = 0; index < GPUS; index += 1) (child as SmiEvents | null)?.line(reading(index, second));
    if (second % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(started).toBe(2);
  expect(clock.waiting()).toBeLessThanOrEqual(2);
  const grown = (await held()) - before;
  // The rings are among it, or nothing was measured; what was saved last is held by this test, and as large again.
  expect(grown).toBeGreaterThan(GPUS * 9240 * 4 * 4);
  expect(grown).toBeLessThan(16 * 1024 * 1024);
  expect(lists).toBeGreaterThan(DAY / 12);
  expect(saves).toBeGreaterThan(DAY / 360);

  const view = monitor.history('24h');
  expect(view.gpus).toHaveLength(GPUS);
  expect(view.gpus.flatMap(({ values }) => values.power.slice(1, -1)).every((watts) => watts === 300)).toBe(true);
  const [row] = monitor.ledger();
  // Two readings go by until the processes are listed first.
  expect(Math.abs((row?.gpuMinutes ?? 0) - (GPUS * DAY) / 60)).toBeLessThan((GPUS * 25) / 60);
  expect(row?.wattHours).toBeCloseTo((GPUS * 300 * DAY) / 3600, -3);
  expect(row?.peakMemoryBytes).toBe(GPUS * 2 ** 33);
  expect(view.bands).toHaveLength(GPUS);

  await monitor.close();
  const savedThen = saves;
  // One that ends before it has read what is kept must not replace it.
  await createGpuMonitor(world).close();
  expect(saves).toBe(savedThen);
  const next = createGpuMonitor(world);
  await next.open();
  expect(next.history('24h').gpus.map(({ values }) => values.utilization)).toEqual(
    view.gpus.map(({ values }) => values.utilization),
  );
  expect(next.ledger()).toEqual(kept.ledger);
  // What was open when the app ended is drawn up to then.
  expect(next.history('24h').bands.map(({ from }) => from)).toEqual(view.bands.map(({ from }) => from));
  expect(next.history('24h').bands.every(({ to }) => to !== null && Math.abs(to - clock.now() / 1000) < 20)).toBe(true);
}, 60_000);
