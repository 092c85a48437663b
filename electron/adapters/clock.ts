import type { Clock } from '../core/world/clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  // Node takes 1 ms to load `performance`.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
