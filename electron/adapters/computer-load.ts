import { availableParallelism, loadavg } from 'node:os';

/** Above this share of its processors, what runs in this computer would be slowed down. */
const BUSY_SHARE = 0.5;

/** Whether this computer had much to do in the last minute. */
export const isBusy = (): boolean => (loadavg()[0] ?? 0) > availableParallelism() * BUSY_SHARE;
