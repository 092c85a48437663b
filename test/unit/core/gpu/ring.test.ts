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
