import { expect, test } from 'vitest';
import { formatAge, formatBytes, formatDuration, oneOf } from '../../../electron/shared/format.ts';

test('sizes, durations and ages are formatted for people', () => {
  expect([0, 1536, 123 * 1024 ** 2, 2.5 * 1024 ** 3].map(formatBytes)).toEqual([
    '0 B',
    '1.5 KiB',
    '123 MiB',
    '2.5 GiB',
  ]);
  expect([850, 4200, 59_999, 185_000, 7_800_000, 273_600_000].map(formatDuration)).toEqual([
    '850 ms',
    '4.2 s',
    '59 s',
    '3 min 5 s',
    '2 h 10 min',
    '3 d 4 h',
  ]);
  expect(formatAge(0, 3 * 60_000)).toBe('3 min ago');
});

test.each([
  [['dind'], 'dind'],
  [['dind', 'dood'], 'dind or dood'],
  [['dind', 'dood', 'off'], 'dind, dood or off'],
])('one of %j is worded as a choice', (names, expected) => {
  expect(oneOf(names)).toBe(expected);
});
