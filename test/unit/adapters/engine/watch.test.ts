import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchEvents } from '../../../../electron/adapters/engine/watch.ts';

/** The streams of events, without an engine: when they are opened again, and what is missed between two of them. */

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Opened {
  /** Since the test began, ms. */
  readonly at: number;
  readonly since: unknown;
}

/** Watches one container; each stream lasts for `lasts` ms, and while `away` none opens. `skew`: of the engine's clock, ms. */
function lab(skew = 0) {
  const opened: Opened[] = [];
  const docker = new Docker({ socketPath: '/no/such/socket' });
  const begun = performance.now();
  const lab = {
    opened,
    changes: 0,
    told: [] as string[],
    lasts: 0,
    away: false,
    stop: new AbortController(),
    stream: new IncomingMessage(new Socket()),
  };
  vi.spyOn(docker, 'getEvents').mockImplementation(async (options?: Docker.GetEventsOptions) => {
    // The other kinds behave alike.
    if (!String(options?.filters).includes('"type":["container"]')) return new PassThrough();
    opened.push({ at: performance.now() - begun, since: options?.since });
    if (lab.away) throw new Error('connect ECONNREFUSED');
    const stream = new IncomingMessage(new Socket());
    stream.headers.date = new Date(Date.now() + skew).toUTCString();
    stream._read = () => undefined;
    lab.stream = stream;
    setTimeout(() => stream.push(null), lab.lasts);
    stream.resume();
    return stream;
  });
  watchEvents(
    async () => docker,
    { container: ['ours'], network: [], volume: [] },
    (about) => {
      lab.changes += 1;
      lab.told.push(about ?? '');
    },
    lab.stop.signal,
  );
  return lab;
}

/** Times between two openings, in whole seconds. */
const pauses = (opened: readonly Opened[]): readonly number[] =>
  opened.slice(1).map(({ at }, index) => Math.round((at - (opened[index]?.at ?? 0)) / 500) / 2);

test.each([
  ['that ends at once', false],
  ['of an engine that is away', true],
])('a stream %s is opened again after pauses that grow to half a minute', async (_what, away) => {
  const watch = lab();
  watch.away = away;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(pauses(watch.opened)).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30]);
  watch.stop.abort();
});

test('after a stream that lasted, the pauses begin anew', async () => {
  const watch = lab();
  await vi.advanceTimersByTimeAsync(10_000);
  watch.lasts = 60_000;
  await vi.advanceTimersByTimeAsync(10_000);
  watch.lasts = 0;
  await vi.advanceTimersByTimeAsync(65_000);
  expect(pauses(watch.opened)).toEqual([0.5, 1, 2, 4, 8, 60.5, 1, 2, 4]);
  watch.stop.abort();
});

test.each([5 * 3_600_000, -5 * 3_600_000])(
  'a clock that is set by %i ms makes no stream a lasting one',
  async (jump) => {
    const watch = lab();
    watch.lasts = 100;
    for (let second = 0; second < 60; second += 1) {
      vi.setSystemTime(Date.now() + jump);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(watch.opened.length).toBeLessThan(8);
    watch.stop.abort();
  },
);

test('what happens before the first stream is asked for with it, and what happens before a later one is looked for', async () => {
  const watch = lab();
  watch.lasts = 20_000;
  await vi.advanceTimersByTimeAsync(1);
  expect(watch.opened).toEqual([{ at: 0, since: 1_000_000_000 }]);
  expect(watch.changes).toBe(0);
  await vi.advanceTimersByTimeAsync(21_000);
  expect(watch.opened.map(({ since }) => since)).toEqual([1_000_000_000, undefined]);
  // At the end of the first, and at the opening of the second.
  expect(watch.changes).toBe(2);
  watch.stop.abort();
});

test.each([
  ['an hour behind', -3_600_000, 1],
  ['the same', 0, 0],
  ['an hour ahead', 3_600_000, 0],
])(
  'an engine whose clock is %s misses nothing between the first look and the first stream',
  async (_how, skew, looks) => {
    const watch = lab(skew);
    watch.lasts = 60_000;
    await vi.advanceTimersByTimeAsync(3000);
    expect(watch.changes).toBe(looks);
    watch.stop.abort();
  },
);

test('an event of a container with a longer name is none of ours, unless that continues ours with a dot', async () => {
  const watch = lab();
  watch.lasts = 60_000;
  await vi.advanceTimersByTimeAsync(1);
  const event = (name: string): string => `${JSON.stringify({ Actor: { ID: 'a', Attributes: { name } } })}\n`;
  watch.stream.push(event('ours-too'));
  await vi.advanceTimersByTimeAsync(1);
  expect(watch.changes).toBe(0);
  watch.stream.push(event('ours.new'));
  await vi.advanceTimersByTimeAsync(1);
  expect(watch.told.splice(0)).toEqual(['more']);
  const ours = event('ours');
  watch.stream.push(ours.slice(0, 20));
  watch.stream.push(ours.slice(20));
  await vi.advanceTimersByTimeAsync(1);
  expect(watch.told).toEqual(['named']);
  watch.stop.abort();
});

test('once it is ended nothing is opened again', async () => {
  const watch = lab();
  await vi.advanceTimersByTimeAsync(1);
  watch.stop.abort();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(watch.opened).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
