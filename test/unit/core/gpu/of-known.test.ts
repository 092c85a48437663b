import { expect, test } from 'vitest';
import { highest, ofKnown } from '../../../../electron/core/gpu/of-known.ts';

test.each([
  [3, -2, '3 and -2', 3],
  [3, null, 3, 3],
  [null, -2, -2, -2],
  [0, null, 0, 0],
  [null, null, null, null],
])('of %s and %s both are %s, and the highest is %s', (a, b, both, high) => {
  expect(ofKnown<unknown>(a, b, (one, other) => `${one} and ${other}`)).toBe(both);
  expect(highest(a, b)).toBe(high);
});
