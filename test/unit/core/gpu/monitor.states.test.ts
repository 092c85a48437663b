import { expect, test } from 'vitest';
import { FIELDS } from '../../../../electron/core/gpu/fields.ts';
import { ListingError } from '../../../../electron/core/gpu/listings.ts';
import { createGpuMonitor, type GpuMonitorWorld, type Kept } from '../../../../electron/core/gpu/monitor.ts';
import type { SmiEvents } from '../../../../electron/core/gpu/smi.ts';
import { testClock } from '../../../doubles/clock.ts';

/** One monitor, whose nvidia-smi a test plays. */

const MINUTE = 60_000;
const START = 1_700_000_000_000;
const line = (load: number): string => {
  const values: Readonly<Record<string, string>> = {
    uuid: 'GPU-0',
    index: '0',
    name: 'RTX',
    'utilization.gpu': String(load),
  };
  return FIELDS.map((field) => values[field] ?? '[N/A]').join(', ');
};

function lab(change: Partial<GpuMonitorWorld> = {}) {
  const clock = testClock(START);
  let child: SmiEvents | null = null;
  let until = 0;
  let watcher = (): void => undefined;
  const starts: string[] = [];
  const saves: Kept[] = [];
  const listings: number[] = [];
  const states: string[] = [];
  const own = {
    running: true,
    load: 50,
    fails: false,
    kept: { history: null, ledger: [], bands: [] } as Kept,
  };
  const monitor = createGpuMonitor({
    smi: {
      start: (args, events) => {
        child = events;
        starts.push(args.at(-1) ?? '');
        return {
          kill: () => {
            child = null;
            events.end(false, '');
          },
        };
      },
    },
    clock,
    proc: {
      born: async () => '1',
      cgroup: async () => '0::/user.slice',
      user: async () => 'ada',
      about: async () => ({ command: 'python train.py', startedAt: null, hostMemoryBytes: null }),
      pids: async () => [],
      environments: async () => [{ BUILD_TAG: 'jenkins-train-1' }],
    },
    release: {
      until: () => until,
      set: async (at) => {
        until = at;
      },
      watch: (run) => {
        watcher = run;
        return () => undefined;
      },
    },
    hardware: () => ({ card: true, driver: true, power: ['active'], sleeps: false, battery: false }),
    processes: async () => {
      listings.push((clock.now() - START) / 1000);
      if (own.fails) throw new ListingError('Driver/library version mismatch');
      return own.running ? [{ pid: 7, name: 'python', uuid: 'GPU-0', memoryBytes: 5 }] : [];
    },
    container: async () => null,
    containerOfProcess: async () => null,
    environmentsInside: async () => [],
    builds: async () => [{ job: 'train', number: 1, url: 'http://h/job/train/1/', workspaces: [] }],
    store: {
      load: async () => own.kept,
      save: async (kept) => {
        saves.push(kept);
      },
    },
    ...change,
  });
  const unsubscribe = monitor.subscribe((state) => states.push(state.kind));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    monitor,
    clock,
    own,
    starts,
    saves,
    listings,
    states,
    unsubscribe,
    runs: () => child !== null,
    end: (words: string) => child?.end(false, words),
    releasedElsewhere: (at: number) => {
      until = at;
      watcher();
    },
    /** A reading, after so many seconds. */
    async read(seconds = 1) {
      clock.pass(seconds * 1000);
      child?.line(line(own.load));
      clock.pass(200);
      await settle();
      await settle();
    },
  };
}

test('readings come as often as is needed, and not without need', async () => {
  const { monitor, starts, runs, states, read } = lab();
  expect([monitor.state().kind, runs()]).toEqual(['unknown', false]);
  monitor.need('window');
  await read();
  monitor.need('tray');
  expect(starts).toEqual(['--loop-ms=1000', '--loop-ms=10000']);
  monitor.need('none');
  expect([runs(), states, monitor.state().kind]).toEqual([false, ['ok'], 'ok']);
});

test('who unsubscribed is told nothing', async () => {
  const { monitor, states, unsubscribe, read } = lab();
  unsubscribe();
  monitor.need('window');
  await read();
  expect([states, monitor.state().kind]).toEqual([[], 'ok']);
});

test('GPUs are let go for a while, at most a day, and read again afterwards', async () => {
  const { monitor, runs, clock, states, read } = lab();
  monitor.need('window');
  await read();
  const now = clock.now();
  await monitor.release(10);
  expect([runs(), monitor.state()]).toEqual([false, { kind: 'released', until: now + 10 * MINUTE }]);
  await monitor.release(10_000_000);
  expect(monitor.state()).toEqual({ kind: 'released', until: now + 24 * 60 * MINUTE });
  await monitor.release(0);
  expect([runs(), monitor.state()]).toEqual([true, { kind: 'unknown' }]);
  await monitor.release(-5);
  expect([runs(), states]).toEqual([true, ['ok', 'released', 'released', 'unknown']]);
  await monitor.close();
});

test('while they are let go, no listing holds them either; after a suspend that is looked at again', async () => {
  const { monitor, clock, listings, read, runs } = lab();
  monitor.need('window');
  await read();
  const before = listings.length;
  await monitor.release(10);
  clock.set(60_000);
  await monitor.processes();
  expect(listings).toHaveLength(before);
  clock.set(60 * MINUTE);
  monitor.wake();
  expect([runs(), monitor.state().kind]).toEqual([true, 'unknown']);
  await monitor.processes();
  expect((await monitor.processes()).rows).toHaveLength(1);
});

test('an app that starts while the GPUs are let go keeps off them until that ends', async () => {
  const until = START + 10 * MINUTE;
  const { monitor, clock, runs, starts } = lab({
    release: { until: () => until, set: async () => undefined, watch: () => () => undefined },
  });
  expect(monitor.state()).toEqual({ kind: 'released', until });
  monitor.need('window');
  expect([runs(), (await monitor.processes()).rows]).toEqual([false, []]);
  clock.pass(10 * MINUTE);
  expect([starts, monitor.state().kind]).toEqual([['--loop-ms=1000'], 'unknown']);
  await monitor.close();
});

test('without a place to store it, nothing is let go, and a wake changes nothing', async () => {
  const { release, ...none } = { release: undefined };
  const { monitor, runs } = lab(none);
  expect(release).toBeUndefined();
  monitor.need('window');
  monitor.wake();
  expect(runs()).toBe(true);
});

test('what an earlier run saved goes on, and is saved every five minutes and at the end, once it was loaded', async () => {
  const first = lab();
  first.monitor.need('window');
  await first.read();
  await first.monitor.close();
  expect(first.saves).toEqual([]);
  const second = lab();
  await second.monitor.open();
  second.monitor.need('window');
  await second.read();
  for (let second_ = 0; second_ < 3; second_ += 1) await second.read(1);
  expect(second.saves).toEqual([]);
  for (let time = 0; time < 33; time += 1) await second.read(9);
  expect(second.saves).toHaveLength(1);
  await second.read(1);
  expect(second.saves).toHaveLength(1);
  await second.monitor.close();
  const kept = second.saves.at(-1);
  expect([second.saves.length, kept?.ledger.map(({ job }) => job), kept?.bands.map(({ build }) => build)]).toEqual([
    2,
    ['train'],
    ['train #1'],
  ]);
  const third = lab();
  if (kept !== undefined) third.own.kept = kept;
  await third.monitor.open();
  expect([
    third.monitor.ledger().length,
    third.monitor.history('1h').gpus.length,
    third.monitor.history('1h').bands.length,
  ]).toEqual([1, 1, 1]);
});

test('a disk that is full does not stop the readings', async () => {
  const { monitor, read, states } = lab({
    store: {
      load: async () => ({ history: null, ledger: [], bands: [] }),
      save: async () => {
        throw new Error('no space left');
      },
    },
  });
  await monitor.open();
  monitor.need('window');
  for (let time = 0; time < 40; time += 1) await read(9);
  expect(states).toEqual(Array(40).fill('ok'));
});

test('once it is closed, nothing runs and nobody is told', async () => {
  const { monitor, clock, runs, states, read, releasedElsewhere } = lab();
  monitor.building(true);
  monitor.need('window');
  await read();
  await monitor.close();
  expect([runs(), clock.waiting()]).toEqual([false, 0]);
  const told = states.length;
  releasedElsewhere(clock.now() + MINUTE);
  expect(states).toHaveLength(told);
});

test('processes are listed every ten seconds, and every two while builds run, also between readings', async () => {
  const { monitor, listings, read, clock } = lab();
  monitor.need('tray');
  for (let second = 0; second < 20; second += 1) await read(0.8);
  expect(listings.length).toBe(2);
  monitor.building(true);
  monitor.building(true);
  const before = listings.length;
  for (let second = 0; second < 10; second += 1) {
    clock.pass(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(listings.length - before).toBeGreaterThanOrEqual(5);
  monitor.building(false);
  const after = listings.length;
  clock.pass(60_000);
  expect(listings).toHaveLength(after);
});

test('a listing of a card that may sleep does not wake it between readings', async () => {
  const hardware = () => ({ card: true, driver: true, power: ['active'], sleeps: true, battery: false });
  const listedBetween = async (running: boolean) => {
    const { monitor, listings, read, clock, own } = lab({ hardware });
    own.running = running;
    monitor.need('tray');
    await read();
    monitor.building(true);
    const before = listings.length;
    for (let second = 0; second < 6; second += 1) {
      clock.pass(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return listings.length > before;
  };
  expect([await listedBetween(true), await listedBetween(false)]).toEqual([true, false]);
});

test('a listing that fails is told once, and when it works again', async () => {
  const { monitor, own, read, states } = lab();
  monitor.need('tray');
  await read();
  const told = states.length;
  own.fails = true;
  await read(11);
  await read(11);
  expect([monitor.listing().failure?.code, states.length - told]).toEqual(['gpu/driver-mismatch', 3]);
  own.fails = false;
  await read(11);
  expect([monitor.listing().failure, states.length - told]).toEqual([null, 5]);
});

test('a card that stays absent for the same reason is told once', async () => {
  const { monitor, clock, end, states } = lab();
  monitor.need('window');
  const words = 'Failed to initialize NVML: Driver/library version mismatch';
  for (let time = 0; time < 3; time += 1) {
    end(words);
    clock.pass(60_000);
  }
  expect(states).toEqual(['absent']);
  end('Failed to initialize NVML: Insufficient Permissions');
  expect(states).toEqual(['absent', 'absent']);
});

test('a card is full by the limits of the settings, and without them never', async () => {
  const full = async (change: Partial<GpuMonitorWorld>) => {
    const { monitor, read } = lab(change);
    monitor.need('window');
    for (let second = 0; second < 40; second += 1) await read();
    return monitor.alarms().length;
  };
  expect(await full({ limits: () => ({ hot: null, full: null }) })).toBe(0);
  expect(await full({})).toBe(0);
});

test.each([
  ['no process holds memory', { running: false, fails: false }, true],
  ['a process holds memory', { running: true, fails: false }, false],
  ['it is unknown whether one does', { running: false, fails: true }, false],
])('idle cards may sleep where %s: %s', async (_where, change, sleeps) => {
  const hardware = () => ({ card: true, driver: true, power: ['active'], sleeps: true, battery: false });
  const { monitor, own, read, runs } = lab({ hardware });
  Object.assign(own, { load: 0, ...change });
  monitor.need('tray');
  let rested = false;
  for (let time = 0; time < 6; time += 1) {
    await read(9);
    rested ||= !runs();
  }
  expect(rested).toBe(sleeps);
});

test('a build that began before the readings is listed between them, too', async () => {
  const { monitor, listings, read, clock } = lab();
  monitor.building(true);
  monitor.need('tray');
  await read();
  const before = listings.length;
  for (let second = 0; second < 6; second += 1) {
    clock.pass(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(listings.length - before).toBeGreaterThanOrEqual(2);
});

test('the ledger goes on with each reading, not only with each listing', async () => {
  const { monitor, read, clock } = lab();
  monitor.need('window');
  for (let second = 0; second < 5; second += 1) await read();
  expect(clock.now() - (monitor.ledger()[0]?.to ?? 0)).toBeLessThan(1500);
});

test('readings at the tray’s pace leave no gap in the history, and a missing one does', async () => {
  const { monitor, read } = lab();
  monitor.need('tray');
  await read(9.8);
  await read(9.8);
  const values = () => monitor.history('10min').gpus[0]?.values.utilization ?? [];
  expect(
    values()
      .slice(-8, -1)
      .every((value) => value === 50),
  ).toBe(true);
  await read(19);
  expect(values().slice(-8, -1)).toContain(null);
});

test('the window shows more of a process than the tray needs', async () => {
  const { monitor, read } = lab();
  monitor.need('tray');
  await read();
  expect(monitor.listing().rows[0]?.command).toBeUndefined();
  monitor.need('window');
  for (let second = 0; second < 11; second += 1) await read();
  expect(monitor.listing().rows[0]?.command).toBe('python train.py');
});
