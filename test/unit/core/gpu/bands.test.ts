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
