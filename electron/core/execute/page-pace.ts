import type { Clock } from '../world/clock.ts';
import type { Page } from '../world/jenkins.ts';

/** Poll interval of Jenkins' page: too short to be noticed. */
const POLL_MS = 100;
const MAX_POLL_MS = 1000;
/**
 * What answers as no Jenkins is a proxy before one, or another program, to which each look is four requests. It is asked
 * again after this share of the time that it has answered so.
 */
const STRANGER_PATIENCE = 0.2;

/** Returns how long to wait after each look at a page, in milliseconds. */
export function pagePace({ monotonic }: Pick<Clock, 'monotonic'>): (page: Page) => number {
  let strangerSince: number | null = null;
  return (page) => {
    const isStranger = page.kind === 'starting' && page.stranger === true;
    strangerSince = isStranger ? (strangerSince ?? monotonic()) : null;
    if (strangerSince === null) return POLL_MS;
    return Math.min(Math.max(POLL_MS, (monotonic() - strangerSince) * STRANGER_PATIENCE), MAX_POLL_MS);
  };
}
