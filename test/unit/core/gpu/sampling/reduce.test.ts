import { expect, test } from 'vitest';
import { FIELDS } from '../../../../../electron/core/gpu/fields.ts';
import { reduce } from '../../../../../electron/core/gpu/sampling/reduce.ts';
import {
  initialSampling,
  type Sampling,
  type SamplingCommand,
  type SamplingEvent,
} from '../../../../../electron/core/gpu/sampling/state.ts';
import type { GpuHardware } from '../../../../../electron/core/gpu/trouble.ts';

const desktop: GpuHardware = { card: true, driver: true, power: ['active'], sleeps: false, battery: false };
const laptop: GpuHardware = { ...desktop, sleeps: true };

const text = (command: SamplingCommand): string => {
  switch (command.kind) {
    case 'report':
      return command.state.kind === 'ok'
        ? `report ${[
            ...command.state.gpus.map(({ index, lost, recovery }) => `${index}${lost ? ' lost' : ''}${recovery ?? ''}`),
            ...command.state.warnings.map(({ code }) => code),
          ].join(', ')}`
        : `report ${command.state.kind}`;
    case 'start':
      return `start ${command.args.at(-1)}`;
    case 'arm':
      return `arm ${command.timer} ${Math.round(command.ms)}`;
    case 'disarm':
      return `disarm ${command.timer}`;
    default:
      return command.kind;
  }
};

/** A sampling to which events happen; `after` returns the commands that an event leads to. */
function sampling(hardware: GpuHardware = desktop) {
  let state: Sampling = initialSampling;
  const lab = {
    hardware,
    held: false as boolean | null,
    now: 1_000_000,
    state: () => state,
    after(event: SamplingEvent): readonly string[] {
      const turn = reduce(state, event, {
        now: lab.now,
        monotonic: lab.now,
        hardware: () => lab.hardware,
        memoryHeld: () => lab.held,
      });
      state = turn.state;
      return turn.commands.map(text);
    },
    wanted: (wanted: number | null) => lab.after({ kind: 'wanted', wanted }),
    line: (index: number, load = 50) =>
      lab.after({
        kind: 'line',
        text: FIELDS.map((field) =>
          field === 'uuid' ? `GPU-${index}` : field === 'utilization.gpu' ? load : index,
        ).join(', '),
      }),
    says: (words: string) => lab.after({ kind: 'line', text: words }),
    timer: (timer: 'flush' | 'watchdog' | 'restart') => lab.after({ kind: 'timer', timer }),
    ended: (lastWords = '', missing = false) => lab.after({ kind: 'ended', missing, lastWords }),
    /** A first whole reading of one GPU. */
    reading(load = 50) {
      lab.line(0, load);
      return lab.state().reading.samples.size === 0 ? [] : lab.timer('flush');
    },
  };
  return lab;
}

test('a request for readings starts nvidia-smi, with time for GPUs to initialise', () => {
  const lab = sampling();
  expect(lab.wanted(1000)).toEqual(['disarm restart', 'arm watchdog 10000', 'start --loop-ms=1000']);
  expect(lab.wanted(1000)).toEqual([]);
});

test('the first reading is complete after a pause, later ones with their last GPU', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.line(0)).toEqual(['arm watchdog 10000', 'arm flush 200']);
  expect(lab.line(1)).toEqual(['arm watchdog 10000', 'arm flush 200']);
  expect(lab.timer('flush')).toEqual(['disarm flush', 'report 0, 1']);
  expect(lab.line(0)).toEqual(['arm watchdog 10000', 'arm flush 200']);
  expect(lab.line(1)).toEqual(['arm watchdog 10000', 'disarm flush', 'report 0, 1']);
});

test('a GPU that is listed again ends a reading that has no pause after it', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.line(0);
  expect(lab.line(0)).toEqual(['arm watchdog 10000', 'disarm flush', 'report 0', 'disarm flush', 'report 0']);
});

test('another interval ends the child, and its end starts the next at once', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.reading();
  expect(lab.wanted(10_000)).toEqual(['disarm restart', 'disarm watchdog', 'kill']);
  expect(lab.ended()).toEqual([
    'disarm watchdog',
    'disarm flush',
    'disarm restart',
    'arm watchdog 30000',
    'start --loop-ms=10000',
  ]);
});

test('when no readings are wanted, the child is ended and none is started', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.wanted(null)).toEqual(['disarm restart', 'disarm watchdog', 'kill']);
  expect(lab.ended()).toEqual(['disarm watchdog', 'disarm flush']);
});

test('a child that prints nothing for too long is reported and killed', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.reading();
  expect(lab.timer('watchdog')).toEqual(['report stale', 'kill']);
});

test('a child that exits silently is restarted before that is reported, after a longer delay each time', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.reading();
  const seen = [0, 1, 2, 3, 4, 5].map(() => {
    const commands = lab.ended().slice(2);
    lab.timer('restart');
    return commands.join(', ');
  });
  expect(seen).toEqual([
    'arm restart 1000',
    'arm restart 2000',
    'report failed, arm restart 5000',
    'report failed, arm restart 15000',
    'report failed, arm restart 60000',
    'report failed, arm restart 60000',
  ]);
  lab.reading();
  expect(lab.ended()).toContain('arm restart 1000');
});

test('a child that prints an error is reported at once', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.ended('Failed to initialize NVML: Driver/library version mismatch')).toContain('report absent');
});

test('a field that the driver refuses is dropped, and the next child starts at once', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.says('Field "fan.speed" is not a valid field to query.');
  expect(lab.ended()).toContain('start --loop-ms=1000');
  expect(lab.state()).toMatchObject({ unsupported: ['fan.speed'], failures: 0 });
  expect(lab.state().fields).not.toContain('fan.speed');
});

test('a runaway child is killed once, and its further lines are ignored', () => {
  const lab = sampling();
  lab.wanted(1000);
  const all = Array.from({ length: 2100 }, () => lab.says('nonsense')).flat();
  expect(all).toEqual(['kill']);
});

test('sleeping GPUs are checked again after an interval, without nvidia-smi', () => {
  const lab = sampling({ ...laptop, power: ['suspended'] });
  expect(lab.wanted(10_000)).toEqual(['report asleep', 'arm restart 10000']);
  lab.hardware = laptop;
  expect(lab.timer('restart')).toContain('start --loop-ms=10000');
});

test('idle GPUs that may sleep get half a minute to do so, unless the window shows readings', () => {
  const tray = sampling(laptop);
  tray.wanted(10_000);
  expect([tray.reading(0), tray.reading(0), tray.line(0, 0)].flat().filter((command) => command === 'kill')).toEqual([
    'kill',
  ]);
  expect(tray.ended()).toEqual(['disarm watchdog', 'disarm flush', 'arm restart 30000']);
  const window = sampling(laptop);
  window.wanted(1000);
  for (let time = 0; time < 10; time += 1) window.reading(0);
  expect(window.state().child).toBe('running');
});

test('on battery the interval is five times longer, which is checked every half minute', () => {
  const lab = sampling({ ...desktop, battery: true });
  expect(lab.wanted(1000)).toContain('start --loop-ms=5000');
  lab.reading();
  lab.hardware = desktop;
  lab.now += 29_000;
  expect(lab.line(0)).not.toContain('kill');
  lab.now += 1000;
  expect(lab.line(0)).toContain('kill');
  expect(lab.state().interval).toBe(1000);
});

test('a lost GPU stays among the others until it answers again', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.line(0);
  lab.line(1);
  lab.timer('flush');
  lab.says('Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost.');
  lab.line(0);
  expect(lab.timer('flush')).toContain('report 0, 1 lost');
});

test('after it is closed it starts nothing any more', () => {
  const lab = sampling();
  lab.wanted(1000);
  expect(lab.after({ kind: 'close' })).toEqual(['disarm restart', 'disarm watchdog', 'disarm flush', 'kill']);
  expect(lab.ended()).toEqual(['disarm watchdog', 'disarm flush']);
  expect([lab.timer('restart'), lab.wanted(10_000)]).toEqual([['disarm restart'], []]);
});

test('a driver that starts slowly gets more time, and keeps it for the next start', () => {
  const lab = sampling();
  const grace = (): string | undefined => {
    const commands = lab.state().child === 'none' ? lab.timer('restart') : [];
    return commands.find((command) => command.startsWith('arm watchdog'));
  };
  expect(lab.wanted(1000)).toContain('arm watchdog 10000');
  const next = ['arm watchdog 30000', 'arm watchdog 60000', 'arm watchdog 60000'];
  for (const expected of next) {
    lab.timer('watchdog');
    lab.ended();
    expect(grace()).toBe(expected);
  }
  lab.reading();
  lab.ended();
  expect(grace()).toBe('arm watchdog 60000');
});

test('a child that hangs after readings was not slow to start', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.reading();
  lab.timer('watchdog');
  lab.ended();
  expect(lab.timer('restart')).toContain('arm watchdog 10000');
});

test.each([
  ['a process holds memory', true],
  ['it is unknown whether one does', null],
])('no rest while %s', (_, held) => {
  const lab = sampling(laptop);
  lab.held = held;
  lab.wanted(10_000);
  for (let time = 0; time < 10; time += 1) expect(lab.reading(0)).not.toContain('kill');
  lab.held = false;
  expect(lab.line(0, 0)).toContain('kill');
});

test('without NVIDIA’s driver a suspended card is no sleeping GPU', () => {
  const lab = sampling({ ...laptop, driver: false, power: ['suspended'] });
  expect(lab.wanted(10_000)).toContain('start --loop-ms=10000');
  expect(lab.ended('', true)).toContain('report absent');
});

test('a damaged infoROM is a warning beside the readings, also if nvidia-smi ends each time (exit status 14)', () => {
  const words = 'WARNING: infoROM is corrupted at gpu 0000:B3:00.0';
  const looping = sampling();
  looping.wanted(1000);
  looping.reading();
  looping.says(words);
  expect(looping.line(0)).toContain('report 0, gpu/inforom');
  expect(looping.line(0)).toContain('report 0');
  const ending = sampling();
  ending.wanted(1000);
  ending.line(0);
  ending.line(1);
  ending.says(words);
  expect(ending.ended(words)).toEqual([
    'disarm flush',
    'report 0, 1, gpu/inforom',
    'disarm watchdog',
    'disarm flush',
    'arm restart 1000',
  ]);
  expect(ending.state().failures).toBe(0);
});

test('the other GPUs count when nvidia-smi ends because of a lost one (exit status 15)', () => {
  const words = 'Unable to determine the device handle for GPU 0000:02:00.0: Unknown Error';
  const lab = sampling();
  lab.wanted(1000);
  lab.line(0);
  // It was lost before the first reading, so that only its message is known.
  expect(lab.ended(words)).toContain('report 0, gpu/lost');
  expect(lab.timer('restart')).toContain('start --loop-ms=1000');
});

test('a GPU that needs a reset is not lost, whether it prints that in its fields or instead of them', () => {
  const lab = sampling();
  lab.wanted(1000);
  lab.line(0);
  lab.line(1);
  lab.timer('flush');
  lab.says('Unable to determine the device handle for GPU 0000:02:00.0: GPU requires reset');
  lab.line(0);
  expect(lab.timer('flush')).toContain('report 0, 1Reset');
  lab.line(0);
  const identity: Readonly<Record<string, string>> = { uuid: 'GPU-1', index: '1', name: 'A100' };
  const text = FIELDS.map((field) => identity[field] ?? '[GPU requires reset]').join(', ');
  expect(lab.after({ kind: 'line', text })).toContain('report 0, 1Reset');
});
