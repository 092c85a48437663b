import { expect, test } from 'vitest';
import { Ring } from '../../../../electron/core/gpu/ring.ts';

/** A ring of four seconds with one series, as its values from slot 100 on. */
const values = (ring: Ring): readonly (number | null)[] => [100, 101, 102, 103, 104].map((slot) => ring.at(slot, 0));
const ringOf = (...readings: readonly (readonly [number, number])[]): Ring => {
  const ring = new Ring(1, 4, 1);
  for (const [second, value] of readings) ring.add(second * 1000, [value]);
  return ring;
};

test('a slot is the mean of its readings, and a slot without any is a gap', () => {
  expect(values(ringOf([100, 10], [100.5, 30], [102, 5]))).toEqual([20, null, 5, null, null]);
});

test('the oldest slot makes room for the newest', () => {
  expect(values(ringOf([100, 1], [101, 2], [102, 3], [103, 4], [104, 5]))).toEqual([null, 2, 3, 4, 5]);
});

test('a reading that held up to the next one fills the slots in between', () => {
  const ring = ringOf([100, 7]);
  ring.add(103_000, [9], 100_000);
  expect(values(ring)).toEqual([7, 7, 7, 9, null]);
});

test('after a clock was set back, what is later than now is forgotten, and readings go on', () => {
  expect(values(ringOf([100, 5], [103, 1], [101, 9], [102, 8]))).toEqual([5, 9, 8, null, null]);
  expect(values(ringOf([110, 1], [101, 9]))).toEqual([null, 9, null, null, null]);
});

const slots = (ring: Ring, from: number, to: number, series = 0) =>
  Array.from({ length: to - from + 1 }, (_, n) => ring.at(from + n, series));

test('several series are kept apart, and an unknown value leaves the mean of the others', () => {
  const ring = new Ring(10, 3, 2);
  ring.add(100_000, [1, 10]);
  ring.add(105_000, [3, Number.NaN]);
  ring.add(119_999, [Number.NaN, 30]);
  expect([slots(ring, 10, 12), slots(ring, 10, 12, 1)]).toEqual([
    [2, null, null],
    [10, 30, null],
  ]);
  expect([ring.head, ring.at(9, 0), ring.at(8, 0), ring.at(-1, 0)]).toEqual([11, null, null, null]);
});

test('an empty ring has no values, and the first reading needs none before it', () => {
  const ring = new Ring(1, 3, 1);
  expect(slots(ring, -2, 2)).toEqual([null, null, null, null, null]);
  ring.add(0, [4]);
  expect(slots(ring, -1, 1)).toEqual([null, 4, null]);
});

test('after a gap, nothing of before is left in between', () => {
  expect(slots(ringOf([100, 1], [101, 2], [104, 3]), 101, 104)).toEqual([2, null, null, 3]);
  expect(slots(ringOf([100, 1], [101, 2], [102, 3], [103, 4], [105, 6]), 102, 105)).toEqual([3, 4, null, 6]);
  expect(slots(ringOf([100, 1], [101, 2], [110, 3]), 107, 110)).toEqual([null, null, null, 3]);
  expect(slots(ringOf([100, 1], [1000, 3]), 997, 1000)).toEqual([null, null, null, 3]);
});

test('a reading holds up to the next one in each series, and only from the slot before it', () => {
  const ring = new Ring(1, 4, 2);
  ring.add(100_000, [1, 2]);
  ring.add(102_000, [3, 4], 100_000);
  expect([slots(ring, 100, 102), slots(ring, 100, 102, 1)]).toEqual([
    [1, 1, 3],
    [2, 2, 4],
  ]);
  ring.add(104_000, [5, 6], 101_000);
  expect(slots(ring, 101, 104)).toEqual([1, 3, null, 5]);
  ring.add(105_000, [7, 8], 104_000);
  expect(slots(ring, 102, 105)).toEqual([3, null, 5, 7]);
});

test('a mean begins anew in each slot, also after the clock was set back', () => {
  expect(slots(ringOf([100, 8], [101, 2], [101.5, 4]), 100, 101)).toEqual([8, 3]);
  expect(slots(ringOf([100, 8], [102, 9], [100.5, 2], [100.7, 4]), 100, 102)).toEqual([3, null, null]);
  expect(slots(ringOf([104, 8], [100, 2]), 100, 104)).toEqual([2, null, null, null, null]);
  expect(slots(ringOf([103, 8], [100, 2]), 100, 103)).toEqual([2, null, null, null]);
});

test('after the clock was set back, nothing of later is seen as earlier', () => {
  expect(slots(ringOf([100, 5], [101, 6], [102, 7], [103, 8], [101, 9]), 97, 104)).toEqual([
    null,
    null,
    null,
    5,
    9,
    null,
    null,
    null,
  ]);
  expect(slots(ringOf([100, 5], [101, 6], [102, 7], [103, 8], [100, 9]), 96, 103)).toEqual([
    null,
    null,
    null,
    null,
    9,
    null,
    null,
    null,
  ]);
  expect(slots(ringOf([107, 1], [108, 2], [109, 3], [110, 4], [101, 9]), 97, 102)).toEqual([
    null,
    null,
    null,
    null,
    9,
    null,
  ]);
  const two = new Ring(1, 4, 2);
  for (const second of [100, 101, 102, 103]) two.add(second * 1000, [second, -second]);
  two.add(101_000, [1, 2]);
  expect([slots(two, 98, 101), slots(two, 98, 101, 1)]).toEqual([
    [null, null, 100, 1],
    [null, null, -100, 2],
  ]);
});

test('a gap is a gap in each series', () => {
  const two = new Ring(1, 3, 2);
  for (const second of [100, 101, 102, 104]) two.add(second * 1000, [second, -second]);
  expect([slots(two, 101, 104), slots(two, 101, 104, 1)]).toEqual([
    [null, 102, null, 104],
    [null, -102, null, -104],
  ]);
});
