import { expect, test } from 'vitest';
import type { BuildFact } from '../../../../electron/core/gpu/attribute.ts';
import { FIELDS } from '../../../../electron/core/gpu/fields.ts';
import { ListingError } from '../../../../electron/core/gpu/listings.ts';
import { createGpuMonitor, type GpuMonitorWorld } from '../../../../electron/core/gpu/monitor.ts';
import type { SmiEvents } from '../../../../electron/core/gpu/smi.ts';
import type { GpuHardware } from '../../../../electron/core/gpu/trouble.ts';
import type { GpuState } from '../../../../electron/shared/gpu.ts';
import { testClock } from '../../../doubles/clock.ts';

const WATTS = 100;
const builds: readonly BuildFact[] = [{ job: 'train', number: 1, url: 'http://h/job/train/1/', workspaces: [] }];

const line = (load: number, memoryMib: number): string => {
  const values: Readonly<Record<string, string>> = {
    uuid: 'GPU-0',
    index: '0',
    name: 'NVIDIA GeForce RTX 3080',
    'utilization.gpu': String(load),
    'memory.used': String(memoryMib),
    'memory.total': '10240',
    'power.draw': WATTS.toFixed(2),
    'power.limit': '320.00',
  };
  return FIELDS.map((field) => values[field] ?? '[N/A]').join(', ');
};

interface Simulated {
  readonly seconds: number;
  readonly hardware: Partial<GpuHardware>;
  /** Whether a build's process is on the GPU at this second. */
  readonly runs: (second: number) => boolean;
  readonly load?: number;
  readonly memoryMib?: number;
  /** Whether the listing fails at this second. */
  readonly listingFails?: (second: number) => boolean;
  readonly building?: (second: number) => boolean;
  /** From when to when another process asks to let go of the GPUs, in seconds. */
  readonly released?: readonly [number, number];
  /** The second at which somebody sets the wall clock, and by how much, ms. */
  readonly clockSet?: readonly [number, number];
}

const never = (): boolean => false;
const DEFAULTS = { load: 0, memoryMib: 8192, listingFails: never, building: never };

/** Simulated time with an nvidia-smi that prints a line per interval, at the tray's pace. */
async function simulate(plan: Simulated) {
  const { seconds, runs, load, memoryMib, listingFails, building } = { ...DEFAULTS, ...plan };
  const clock = testClock(1_700_000_000_000);
  let second = 0;
  let child: { readonly events: SmiEvents; readonly every: number; next: number } | null = null;
  let watcher = (): void => undefined;
  let until = 0;
  const listed: number[] = [];
  const letGo = (): void => {
    if (second !== plan.released?.[0]) return;
    until = clock.now() + (plan.released[1] - plan.released[0]) * 1000;
    watcher();
  };
  const world: GpuMonitorWorld = {
    clock,
    smi: {
      start(args, events) {
        const every = Number(args.find((arg) => arg.startsWith('--loop-ms='))?.slice(10)) / 1000;
        const mine = { events, every, next: second + 1 };
        child = mine;
        return {
          kill() {
            if (child !== mine) return;
            child = null;
            events.end(false, '');
          },
        };
      },
    },
    release: {
      until: () => until,
      set: async () => undefined,
      watch(run) {
        watcher = run;
        return () => undefined;
      },
    },
    proc: {
      born: async () => '1',
      cgroup: async () => '0::/user.slice',
      user: async () => 'ada',
      pids: async () => [],
      environments: async () => [{ BUILD_TAG: 'jenkins-train-1' }],
    },
    limits: () => ({ hot: null, full: 50 }),
    hardware: () => ({ card: true, driver: true, power: ['active'], sleeps: false, battery: false, ...plan.hardware }),
    processes: async () => {
      listed.push(second);
      if (listingFails(second)) throw new ListingError('Driver/library version mismatch');
      return runs(second) ? [{ pid: 7, name: 'python', uuid: 'GPU-0', memoryBytes: memoryMib * 2 ** 20 }] : [];
    },
    container: async () => null,
    containerOfProcess: async () => null,
    environmentsInside: async () => [],
    builds: async () => builds,
    store: { load: async () => ({ history: null, ledger: [], bands: [] }), save: async () => undefined },
  };
  const monitor = createGpuMonitor(world);
  await monitor.open();
  const readings: number[] = [];
  const states: GpuState['kind'][] = [];
  const alive: number[] = [];
  let fullAt: number | null = null;
  const look = (): void => {
    if (second === plan.clockSet?.[0]) clock.set(plan.clockSet[1]);
    if (monitor.alarms().some(({ told }) => told)) fullAt ??= second;
  };
  monitor.subscribe((state) => {
    states.push(state.kind);
    if (state.kind === 'ok' && readings.at(-1) !== state.at) readings.push(state.at);
  });
  monitor.need('tray');
  for (; second < seconds; second += 1) {
    const running = child as { events: SmiEvents; every: number; next: number } | null;
    if (running !== null && second >= running.next) {
      running.next += running.every;
      running.events.line(line(runs(second) ? load : 0, runs(second) ? memoryMib : 4));
    }
    monitor.building(building(second));
    letGo();
    if (child !== null) alive.push(second);
    look();
    clock.pass(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [row] = monitor.ledger();
  const listing = monitor.listing();
  const { bands } = monitor.history('1h');
  await monitor.close();
  return { readings, states, row, listing, bands, alive, listed, fullAt };
}

const HOURS = 7200;

test.each([
  ['an idle desktop card, which Ubuntu sets to `auto` as well', { sleeps: false }, 0],
  ['a laptop’s card that may sleep, held by a build that computes nothing', { sleeps: true }, 0],
  ['a laptop’s card that works', { sleeps: true }, 90],
])('two hours of a build that holds 8 GiB of %s are recorded whole', async (_, hardware, load) => {
  const { readings, row } = await simulate({ seconds: HOURS, hardware, load, runs: () => true });
  expect(readings.length).toBe(HOURS / 10);
  expect((row?.gpuMinutes ?? 0) / (HOURS / 60)).toBeGreaterThan(0.99);
  expect((row?.wattHours ?? 0) / ((WATTS * HOURS) / 3600)).toBeGreaterThan(0.99);
  expect(row?.gpuMinutes).toBeLessThanOrEqual(HOURS / 60);
});

test('an idle laptop’s card gets half of the time to fall asleep, and a build is seen within a step', async () => {
  const { readings, row } = await simulate({
    seconds: HOURS,
    hardware: { sleeps: true },
    runs: (second) => second > 3600,
    load: 50,
  });
  expect(readings.length).toBeLessThan(HOURS / 10);
  // What was not read is not made up, and less than a step is missed.
  expect(row?.gpuMinutes).toBeLessThanOrEqual(60);
  expect(row?.gpuMinutes).toBeGreaterThan(59);
});

test('a driver updated under the running app: readings, ledger and bands go on, and the mismatch is told', async () => {
  const { row, listing, bands } = await simulate({
    seconds: 3600,
    hardware: {},
    runs: () => true,
    listingFails: (second) => second > 600,
  });
  expect(listing.failure?.code).toBe('gpu/driver-mismatch');
  expect(listing.rows).toHaveLength(1);
  expect((row?.gpuMinutes ?? 0) / 60).toBeGreaterThan(0.99);
  expect(bands).toMatchObject([{ build: 'train #1', to: null }]);
});

test('a build that holds the GPU for three seconds is recorded while Jenkins runs a build', async () => {
  const { row, listed } = await simulate({
    seconds: 300,
    hardware: {},
    runs: (second) => second >= 103 && second < 106,
    building: (second) => second > 90 && second < 120,
    load: 90,
  });
  expect(row?.gpuMinutes).toBeGreaterThan(1 / 60);
  expect(row?.gpuMinutes).toBeLessThan(6 / 60);
  expect(listed.length).toBeLessThan(60);
});

test('while the GPUs are let go, no nvidia-smi runs, and readings go on afterwards', async () => {
  const { alive, listed, states, row } = await simulate({
    seconds: 1200,
    hardware: {},
    runs: () => true,
    released: [300, 900],
    building: () => true,
  });
  const between = (second: number): boolean => second > 301 && second < 899;
  expect([...alive, ...listed].filter(between)).toEqual([]);
  expect(alive.at(-1)).toBe(1199);
  expect(states).toContain('released');
  expect(states.at(-1)).toBe('ok');
  // What was not read is not recorded.
  expect(row?.gpuMinutes).toBeGreaterThan(9);
  expect(row?.gpuMinutes).toBeLessThan(10.1);
});

test.each([3_600_000, -3_600_000])(
  'a clock that is set by %i ms tells of a full card no sooner and no later',
  async (ms) => {
    const { fullAt } = await simulate({
      seconds: 200,
      hardware: {},
      runs: (second) => second > 100,
      clockSet: [125, ms],
    });
    expect(fullAt).toBeGreaterThanOrEqual(130);
    expect(fullAt).toBeLessThan(150);
  },
);
