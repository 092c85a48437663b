import { expect, test } from 'vitest';
import { parseSince } from '../../../electron/cli/since.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const HOUR = 3_600_000;

test.each([
  ['10m', NOW - HOUR / 6],
  ['1h30m', NOW - 1.5 * HOUR],
  ['90s', NOW - 90_000],
  ['2d', NOW - 48 * HOUR],
  ['1.5h', NOW - 1.5 * HOUR],
  ['250ms', NOW - 250],
  ['1767225600', Date.UTC(2026, 0, 1)],
  ['1767225600.5', Date.UTC(2026, 0, 1) + 500],
  ['2026-01-31T08:00:00Z', NOW - 4 * HOUR],
  ['2026-01-31T08:00:00.25+01:00', NOW - 5 * HOUR + 250],
  ['2026-01-31', new Date(2026, 0, 31).getTime()],
  ['2026-01-31 08:00', new Date(2026, 0, 31, 8).getTime()],
])('--since %s', (typed, at) => {
  expect(parseSince(typed, NOW)).toBe(at);
});

test.each(['', '10', 'm', '-5m', '10 m', 'yesterday', '2026-13-01', '2026-01-31T25:00Z', '10m ago', '1e9'])(
  '--since %s is refused',
  (typed) => {
    expect(() => parseSince(typed, NOW)).toThrow(`--since cannot be ${typed}`);
  },
);
