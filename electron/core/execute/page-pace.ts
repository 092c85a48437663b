import type { Clock } from '../world/clock.ts';
import type { Page } from '../world/jenkins.ts';

/** How often it is looked whether anybody listens: that troubles nobody, so its page is asked as soon as its port opens. */
const KNOCK_MS = 25;
/**
 * A Jenkins that starts is asked again after this share of the time that it has started for: each page that it makes
 * meanwhile costs it 5 ms, and looks each 50 ms made a start of 5.6 s one of 6.2. Its log tells sooner that it is up.
 */
const STARTING_PATIENCE = 0.05;
const MIN_STARTING_MS = 50;
const MAX_STARTING_MS = 250;
/** Poll interval of a page at first: too short to be noticed. */
const POLL_MS = 100;
const MAX_POLL_MS = 1000;
/**
 * What answers as no Jenkins is a proxy before one, or another program, to which each look is four requests. It is asked
 * again after this share of the time that it has answered so.
 */
const STRANGER_PATIENCE = 0.2;

/** Returns how long to wait after each look at a page, in milliseconds. */
export function pagePace({ monotonic }: Pick<Clock, 'monotonic'>): (page: Page) => number {
  const began = monotonic();
  let strangerSince: number | null = null;
  return (page) => {
    if (page.kind !== 'starting') return page.kind === 'none' ? KNOCK_MS : POLL_MS;
    const isStranger = page.stranger === true;
    strangerSince = isStranger ? (strangerSince ?? monotonic()) : null;
    return strangerSince === null
      ? within(MIN_STARTING_MS, (monotonic() - began) * STARTING_PATIENCE, MAX_STARTING_MS)
      : within(POLL_MS, (monotonic() - strangerSince) * STRANGER_PATIENCE, MAX_POLL_MS);
  };
}

const within = (min: number, ms: number, max: number): number => Math.round(Math.min(Math.max(min, ms), max));
