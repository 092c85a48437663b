import { expect, test } from 'vitest';
import { LogFeed } from '../../../electron/shell/log-feed.ts';

/** A feed on a clock that the test moves. */
function staged() {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  const batches: { at: number; lines: readonly string[] }[] = [];
  const feed = new LogFeed({
    send: (lines) => batches.push({ at: now, lines }),
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
    now: () => now,
  });
  const pass = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      timers.sort((a, b) => a.at - b.at);
      const next = timers[0];
      if (next === undefined || next.at > end) break;
      timers.shift();
      now = Math.max(now, next.at);
      next.run();
    }
    now = end;
  };
  return { feed, batches, pass };
}

test('the first line is sent at once, the next ones in one batch per frame', () => {
  const { feed, batches, pass } = staged();
  feed.push('a');
  pass(0);
  feed.taken();
  for (const line of ['b', 'c']) feed.push(line);
  pass(10);
  expect(batches.map(({ lines }) => lines)).toEqual([['a']]);
  pass(7);
  expect(batches.map(({ lines }) => lines)).toEqual([['a'], ['b', 'c']]);
});
test('at most 60 batches a second, in order and with nothing lost', () => {
  const { feed, batches, pass } = staged();
  let n = 0;
  for (let ms = 0; ms < 1000; ms += 1) {
    for (let i = 0; i < 50; i += 1) feed.push(String(n++));
    pass(1);
    feed.taken();
  }
  pass(1000);
  // One at once, then 60 in the second.
  expect(batches.filter(({ at }) => at < 1000).length).toBeLessThanOrEqual(61);
  expect(batches.flatMap(({ lines }) => lines)).toEqual(Array.from({ length: n }, (_, at) => String(at)));
});
test('a view that takes nothing gets at most two batches, and the source waits', async () => {
  const { feed, batches, pass } = staged();
  let read = 0;
  let room: Promise<void> | null = null;
  while (room === null && read < 1_000_000) {
    for (let i = 0; i < 1000; i += 1) feed.push('x');
    read += 1000;
    pass(20);
    room = feed.full();
  }
  pass(10_000);
  expect(batches).toHaveLength(2);
  // Two batches under way, and two more held: the rest of the flood waits at its source.
  expect(read).toBeLessThanOrEqual(16_000);
  feed.taken();
  pass(100);
  await room;
  expect(batches).toHaveLength(3);
});
test('closing releases a waiting source, and nothing is sent afterwards', async () => {
  const { feed, batches, pass } = staged();
  for (let i = 0; i < 20_000; i += 1) feed.push('x');
  const room = feed.full();
  feed.close();
  await room;
  feed.push('y');
  pass(1000);
  expect(batches).toHaveLength(0);
});
