import { expect, test } from 'vitest';
import { createBands } from '../../../../electron/core/gpu/bands.ts';

const train = { uuid: 'GPU-0', build: 'train #1' };

test('a band lasts as long as its build holds the GPU', () => {
  const bands = createBands([], () => 0);
  bands.hold(10, [train]);
  bands.hold(20, [train, { uuid: 'GPU-1', build: 'train #1' }]);
  bands.hold(30, []);
  bands.hold(40, [train]);
  expect(bands.list()).toEqual([
    { ...train, from: 10, to: 30 },
    { uuid: 'GPU-1', build: 'train #1', from: 20, to: 30 },
    { ...train, from: 40, to: null },
  ]);
});

test('a band that was open when the app ended gets its end, and only the newest are kept', () => {
  const saved = Array.from({ length: 501 }, (_, from) => ({ ...train, from, to: null }));
  const list = createBands(saved, ({ from }) => from + 1).list();
  expect([list.length, list[0]]).toEqual([500, { ...train, from: 1, to: 2 }]);
});

test('of two builds on one GPU, and of one build on two, each band ends for itself', () => {
  const [other, second] = [
    { ...train, build: 'eval #1' },
    { ...train, uuid: 'GPU-1' },
  ];
  const bands = createBands([], () => 0);
  bands.hold(10, [train, other, second]);
  bands.hold(20, [other]);
  bands.hold(30, [second]);
  expect(bands.list().map(({ uuid, build, to }) => [uuid, build, to])).toEqual([
    ['GPU-0', 'train #1', 20],
    ['GPU-0', 'eval #1', 30],
    ['GPU-1', 'train #1', 20],
    ['GPU-1', 'train #1', null],
  ]);
});

test('of more builds than are kept, the newest stay', () => {
  const bands = createBands([], () => 0);
  for (let at = 0; at < 502; at += 1) bands.hold(at, [{ ...train, build: `train #${at}` }]);
  const list = bands.list();
  expect([list.length, list[0]?.build, list.at(-1)?.build]).toEqual([500, 'train #2', 'train #501']);
});
