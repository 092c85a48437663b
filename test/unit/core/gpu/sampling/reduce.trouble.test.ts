import { expect, test } from 'vitest';
import { FIELDS } from '../../../../../electron/core/gpu/fields.ts';
import { laptop, sampling } from '../../../../doubles/sampling.ts';

/** Readings of cards and drivers that are slow, lost, asleep or damaged. */

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
