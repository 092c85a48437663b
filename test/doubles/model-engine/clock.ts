import type { Clock } from '../../../electron/core/world/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A process's view of the clock; after `stop` none of its timers runs any more. */
interface ProcessClock extends Clock {
  stop(): void;
}

/** A clock that moves to the next timer whenever nothing else is left to do; no wait takes real time. */
export interface ModelClock extends Clock {
  /** Moves time on by `ms`; runs what is due by then, earliest first. */
  advance(ms: number): void;
  /** Sets the wall clock forward by `ms`, or back; no time passes. */
  set(ms: number): void;
  /** Calls back each time the clock has moved. */
  onMove(moved: () => void): void;
  forProcess(): ProcessClock;
}

export function modelClock(start = 1_000_000): ModelClock {
  let now = start;
  let wallOffset = 0;
  const wall = (): number => now + wallOffset;
  let timers: readonly Timer[] = [];
  let pumping = false;
  let moved = (): void => undefined;
  const next = (): Timer | undefined => [...timers].sort((a, b) => a.at - b.at)[0];
  const fire = (timer: Timer): void => {
    timers = timers.filter((other) => other !== timer);
    now = Math.max(now, timer.at);
    moved();
    timer.run();
  };
  const pump = (): void => {
    if (pumping || timers.length === 0) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      const timer = next();
      if (timer !== undefined) fire(timer);
      pump();
    });
  };
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: now + ms, run };
    timers = [...timers, timer];
    pump();
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  return {
    now: wall,
    monotonic: () => now,
    set(ms) {
      wallOffset += ms;
    },
    after,
    advance(ms) {
      const until = now + ms;
      for (let timer = next(); timer !== undefined && timer.at <= until; timer = next()) fire(timer);
      now = until;
      moved();
    },
    onMove(callback) {
      moved = callback;
    },
    forProcess() {
      let stopped = false;
      return {
        now: wall,
        monotonic: () => now,
        after: (ms, run) => (stopped ? () => undefined : after(ms, () => (stopped ? undefined : run()))),
        stop() {
          stopped = true;
        },
      };
    },
  };
}
