import { expect, test } from 'vitest';
import { watchRelease } from '../../../../electron/core/gpu/release.ts';
import { testClock } from '../../../doubles/clock.ts';

const MINUTE = 60_000;

/** What is kept of a wish to let go, as another process may change it. */
function lab(until = 0) {
  const clock = testClock(1_000_000);
  let kept = until;
  let changed = (): void => undefined;
  let times = 0;
  const release = {
    until: () => kept,
    set: async (at: number) => {
      kept = at;
    },
    watch(run: () => void) {
      changed = run;
      return () => undefined;
    },
  };
  const watch = watchRelease(release, clock, () => {
    times += 1;
  });
  return {
    clock,
    watch,
    times: () => times,
    setElsewhere(at: number) {
      kept = at;
      changed();
    },
  };
}

test('the GPUs are let go when another process asks for it, and read again when the time is over', () => {
  const { clock, watch, times, setElsewhere } = lab();
  expect(watch.until()).toBeNull();
  setElsewhere(1_000_000 + 10 * MINUTE);
  expect([watch.until(), times()]).toEqual([1_000_000 + 10 * MINUTE, 1]);
  clock.pass(10 * MINUTE);
  expect([watch.until(), times()]).toEqual([null, 2]);
  setElsewhere(clock.now() + MINUTE);
  setElsewhere(0);
  expect(watch.until()).toBeNull();
  watch.close();
  expect(clock.waiting()).toBe(0);
});

test('a wish that is longer than any comes from a clock that was set back', () => {
  expect(lab(1_000_000 + 48 * 60 * MINUTE).watch.until()).toBeNull();
});

test('a wish of before the start counts, and its end is told', () => {
  const { clock, watch, times } = lab(1_000_000 + MINUTE);
  expect([watch.until(), times()]).toEqual([1_000_000 + MINUTE, 0]);
  clock.pass(MINUTE);
  expect([watch.until(), times()]).toEqual([null, 1]);
});

test.each([5 * 60 * MINUTE, -5 * 60 * MINUTE])(
  'a clock that is set by %i ms does not change when that ends',
  (jump) => {
    const { clock, watch } = lab(1_000_000 + 10 * MINUTE);
    clock.set(jump);
    clock.pass(9 * MINUTE);
    expect(watch.until()).toBe(1_000_000 + 10 * MINUTE);
    clock.pass(MINUTE);
    expect(watch.until()).toBeNull();
    expect(clock.waiting()).toBe(0);
  },
);

test('after a suspend, in which only the wall clock went on, the GPUs are let go for no longer than was said', () => {
  const { clock, watch, times } = lab(1_000_000 + 10 * MINUTE);
  clock.set(4 * MINUTE);
  watch.wake();
  expect(watch.until()).toBe(1_000_000 + 10 * MINUTE);
  clock.pass(6 * MINUTE);
  expect([watch.until(), times()]).toEqual([null, 2]);
  expect(clock.waiting()).toBe(0);
});

test('what ended during a suspend is over at once, and told', () => {
  const { clock, watch, times } = lab(1_000_000 + 10 * MINUTE);
  clock.set(60 * MINUTE);
  watch.wake();
  expect([watch.until(), times(), clock.waiting()]).toEqual([null, 1, 0]);
  watch.wake();
  expect(times()).toBe(1);
});

test('the longest wish counts, and one millisecond more does not', () => {
  const day = 24 * 60 * MINUTE;
  expect(lab(1_000_000 + day).watch.until()).toBe(1_000_000 + day);
  expect(lab(1_000_000 + day + 1).watch.until()).toBeNull();
});

test('once it is closed, nothing is watched or waited for', () => {
  const clock = testClock(1_000_000);
  let watched = true;
  const release = { until: () => 1_000_000 + MINUTE, set: async () => undefined, watch: () => () => (watched = false) };
  const watch = watchRelease(release, clock, () => undefined);
  expect(clock.waiting()).toBe(1);
  watch.close();
  expect([watched, clock.waiting()]).toEqual([false, 0]);
});
