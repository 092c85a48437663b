import { expect, test } from 'vitest';
import { isDue, listedBuilds } from '../../../../electron/core/observe/build-list.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';

const build = (url: string, result: Build['result'], startedAt: number): Build => ({
  job: url,
  number: 1,
  url,
  result,
  startedAt,
  duration: 0,
  estimated: null,
});
const urls = (builds: readonly Build[]) => builds.map(({ url }) => url);

test('a training overnight stays listed beside a hundred newer builds, the longest-running first', () => {
  const newest = Array.from({ length: 100 }, (_, at) => build(`small ${at}`, 'success', 9000 - at));
  const running = [build('recent', 'running', 8000), build('training', 'running', 1), build('unknown', 'running', 0)];
  const listed = listedBuilds(running, newest);
  expect(urls(listed).slice(0, 4)).toEqual(['training', 'recent', 'unknown', 'small 0']);
  expect(listed).toHaveLength(103);
});

test('a build is listed once, as its executor tells it; one that ended meanwhile waits for its result', () => {
  const newest = [build('a', 'running', 3), build('b', 'running', 2), build('c', 'success', 1)];
  expect(urls(listedBuilds([build('a', 'running', 3)], newest))).toEqual(['a', 'c']);
  expect(urls(listedBuilds([build('c', 'running', 1)], newest))).toEqual(['c']);
});

test('where running builds are hidden, those that Jenkins shows in its jobs are listed', () => {
  const newest = [build('a', 'running', 3), build('b', 'success', 2), build('c', 'running', 1)];
  expect(urls(listedBuilds(null, newest))).toEqual(['c', 'a', 'b']);
});

test('a question that takes Jenkins long is asked seldom, and sooner when a build has started or ended', () => {
  const seen = { builds: [], running: new Set(['a']), at: 1000, took: 400 };
  const due = (running: readonly string[], now: number) => isDue(seen, new Set(running), now);
  expect(isDue(null, new Set(), 0)).toBe(true);
  expect([due(['a'], 8999), due(['a'], 9000)]).toEqual([false, true]);
  expect([due(['b'], 2999), due(['b'], 3000), due([], 3000)]).toEqual([false, true, true]);
});
