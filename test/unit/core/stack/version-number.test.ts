import { expect, test } from 'vitest';
import { compareVersions, isOlder } from '../../../../electron/core/stack/version-number.ts';

/** From the oldest on; what is in one line is the same. Checked against hudson.util.VersionNumber of lib-version-number. */
const ordered: readonly (readonly string[])[] = [
  ['1.0-SNAPSHOT'],
  ['1.0-alpha1'],
  ['1.0-beta-1'],
  ['1.0-rc1', '1.0-cr1'],
  ['1', '1.0', '1.0.0'],
  ['1-1'],
  ['1.0.1'],
  ['1.1'],
  ['1.2'],
  ['1.2.3-rc1234.abc'],
  ['1.2.3'],
  ['1.10'],
  ['2.0-ga', '2.0'],
  ['2.0-sp1'],
  ['2.479.1'],
  ['2.568.2'],
  ['2.570'],
  ['4.11.3'],
  ['4.11.3-1'],
  ['5.0.0-alpha-3'],
  ['5.0.0'],
  ['653.v19d2a_6b_0'],
  ['653.vabc'],
  ['676.v1'],
  ['2648.va_1'],
  ['3894.vd0f0248b_a_fc4'],
  ['3894.3896.vca_2c931e7935'],
];

test('versions are ordered as Jenkins orders them', () => {
  const wrong = ordered.flatMap((left, at) =>
    ordered.flatMap((right, other) =>
      left.flatMap((a) =>
        right
          .filter((b) => Math.sign(compareVersions(a, b)) !== Math.sign(at - other))
          .map((b) => `${a} and ${b}: ${compareVersions(a, b)}`),
      ),
    ),
  );
  expect(wrong).toEqual([]);
});

test('two snapshots are compared by their times, and the same without one', () => {
  expect(compareVersions('1.0-20260101.120000-1', '1.0-20260102.120000-1')).toBeLessThan(0);
  expect(compareVersions('1.0-20260101.120000-2', '1.0-20260101.120000-1')).toBeGreaterThan(0);
  expect(compareVersions('1.0-SNAPSHOT (private-x)', '1.0-20260102.120000-1')).toBe(0);
});

test('a text of any length and kind is compared', () => {
  expect(compareVersions('9'.repeat(100_000), '-*. ü')).toBeGreaterThan(0);
  expect(compareVersions('', '')).toBe(0);
});

test('each is older than the next, and the same as itself', () => {
  for (const [at, [version = '']] of ordered.entries()) {
    const [next] = ordered[at + 1] ?? [];
    expect([version, isOlder(version, version)]).toEqual([version, false]);
    if (next !== undefined)
      expect([version, isOlder(version, next), isOlder(next, version)]).toEqual([version, true, false]);
  }
});

test('what is written in several ways is the same', () => {
  for (const all of ordered)
    for (const version of all) expect([version, compareVersions(all[0] ?? '', version)]).toEqual([version, 0]);
});

test.each([
  ['1.*', '1.5', 1],
  // As there: a number is no older than anything.
  ['1.5', '1.*', 0],
  ['1.*', '1', 1],
  ['1', '1.*', -1],
  ['1.*', '1.*', 0],
  ['1.*', '1-1', 1],
  ['1.*', '1.rc', 1],
  ['1.0-SNAPSHOT', '1.0-SNAPSHOT', 0],
  ['1.0-SNAPSHOT', '1.0-20260101.120000-1', 0],
  ['1.0-20260101.120000-1', '1.0-SNAPSHOT', 0],
  ['1.0-20260101.120000-1', '1.0-20260101.120000-3', -1],
  ['1.0-20260101.120000-3', '1.0-20260101.120000-1', 1],
  ['1.0-20260101.120000-2', '1.0-20260101.120000-2', 0],
  ['1.0-snapshot', '1.0-SNAPSHOT', -1],
  ['1.0-SNAPSHOT', '1.0-snapshot', 1],
  ['1.0-snapshot', '1.0-snapshot', 0],
  ['1.0.0-1', '1-1', 0],
  ['1.0-0', '1', 0],
  ['1', '1.0-0', 0],
  ['1-1.0', '1-1', 0],
  ['1-1', '1', 1],
  ['1', '1-1', -1],
  ['1-1.1', '1-1', 1],
  ['1-1', '1-2', -1],
  ['1-1-1', '1-1', 1],
  ['1-rc', '1', -1],
  ['1', '1-rc', 1],
  ['1-x', '1', 1],
  ['1-rc', '1.rc', 0],
  ['1-rc-2', '1.rc.2', 0],
  ['1.1', '1-1', 1],
  ['1-1', '1.1', -1],
  ['1.x', '1-1', -1],
  ['1.x', '1.1', -1],
  ['1.1', '1.x', 1],
  ['1.0-a1', '1.0-alpha1', 0],
  ['1.0-b2', '1.0-beta2', 0],
  ['1.0-m3', '1.0-milestone3', 0],
  ['1.0-a', '1.0-alpha', 1],
  ['1.final', '1', 0],
  ['1.x', '1.y', -1],
  ['1.y', '1.x', 1],
  ['1..1', '1.0.1', 0],
  ['.1', '0.1', 0],
  ['1.RC1', '1.rc1', 0],
])('%s beside %s: %d', (a, b, expected) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected);
});

test('of a very long version, the beginning counts', () => {
  const long = '1'.repeat(200);
  expect(compareVersions(`${long}2`, `${long}3`)).toBe(0);
});
