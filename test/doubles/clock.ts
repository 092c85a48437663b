import type { Clock } from '../../electron/core/world/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export interface TestClock extends Clock {
  /** Sets the wall clock forward by `ms`, or back; no time passes. */
  set(ms: number): void;
  /** Moves time on by `ms`; runs what is due by then, earliest first. */
  pass(ms: number): void;
  /** Runs each timer that waits now, whenever it is due; time stays. */
  runAll(): void;
  /** How many timers wait. */
  waiting(): number;
}

/** A clock that moves only when the test moves it. */
export function testClock(start = 0): TestClock {
  let now = start;
  let wallOffset = 0;
  let timers: readonly Timer[] = [];
  const run = (chosen: readonly Timer[]): void => {
    for (const timer of chosen) {
      if (!timers.includes(timer)) continue;
      timers = timers.filter((other) => other !== timer);
      timer.run();
    }
  };
  return {
    now: () => now + wallOffset,
    monotonic: () => now,
    set(ms) {
      wallOffset += ms;
    },
    after(ms, callback) {
      const timer = { at: now + ms, run: callback };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms) {
      now += ms;
      run(timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at));
    },
    runAll: () => run(timers),
    waiting: () => timers.length,
  };
}

/** A clock that jumps to the end of each wait: what waits for minutes is done at once. */
export function jumpingClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    after(ms, run) {
      now += ms;
      queueMicrotask(run);
      return () => undefined;
    },
  };
}
