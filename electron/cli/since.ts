import { FailureError } from '../shared/failure.ts';
import { badTime } from '../shared/failures/usage-options.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** `1h30m`, `90s`, `2d`, as docker and kubectl take it, with days. */
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
/** Seconds since 1970. */
const UNIX = /^\d{9,11}(?:\.\d+)?$/;
/** RFC 3339, or its beginning: without an offset it is local time. */
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** The time that a user typed, ms since 1970: a duration before `now`, a date, or seconds since 1970. Throws `usage/invalid`. */
export function parseSince(typed: string, now: number): number {
  if (DURATION.test(typed)) return now - durationOf(typed);
  if (UNIX.test(typed)) return Number(typed) * 1000;
  // JavaScript takes a date without a time as UTC.
  const at = DATE.test(typed) ? new Date(typed.includes(':') ? typed : `${typed}T00:00`).getTime() : Number.NaN;
  if (Number.isNaN(at)) throw new FailureError(badTime(typed));
  return at;
}

const durationOf = (typed: string): number =>
  [...typed.matchAll(/([\d.]+)(ms|[smhd])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0),
    0,
  );
