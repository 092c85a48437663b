/** Intervals without a line after which the child is treated as hung, and the shortest such time. */
const WATCHDOG_INTERVALS = 3;
const MIN_WATCHDOG_MS = 10_000;

/**
 * nvidia-smi takes 10 s and more to start where persistence mode is off, since each GPU initialises first. It then takes
 * as long at each start, so what was learned is kept.
 */
const START_GRACE_MS = [10_000, 30_000, 60_000] as const;
const MAX_START_GRACE_MS = 60_000;

/** How long a running child may print nothing, for its interval in milliseconds. */
export const watchdog = (interval: number): number => Math.max(MIN_WATCHDOG_MS, interval * WATCHDOG_INTERVALS);

/** How long a new child may print nothing, after so many that were ended before their first line. */
export const startGrace = (slowStarts: number, interval: number): number =>
  Math.max(START_GRACE_MS[slowStarts] ?? MAX_START_GRACE_MS, watchdog(interval));
