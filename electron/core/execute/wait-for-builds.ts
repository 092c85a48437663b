import { buildName } from '../../shared/build-name.ts';
import { buildTime } from '../../shared/build-time.ts';
import { FailureError } from '../../shared/failure.ts';
import { formatDuration } from '../../shared/format.ts';
import type { Build } from '../../shared/snapshot.ts';
import { sleep } from '../world/sleep.ts';
import type { Drainer, Remaining } from './drainer.ts';
import type { Execution } from './execution.ts';

/** Between two questions that were answered at once. */
const POLL_MS = 100;
const MINUTE_MS = 60_000;
/** Between two questions that had no answer. */
const UNKNOWN_POLL_MS = 1000;
/** For how long it may be unknown what runs, as while Jenkins itself restarts. */
const MAX_UNKNOWN_MS = 5 * MINUTE_MS;
/** Builds that are named at once. */
const MAX_NAMED = 3;

/**
 * Starts no new builds and waits until those that run have ended, at most for so many minutes; 0: for all. `waited`: for
 * how many ms this request has done so before, in a process that crashed. `known`: what runs now, told at once. Returns what still runs. Throws why that is not known any more, if it stays so for minutes: one slow answer ends no wait of hours.
 */
export async function waitForBuilds(
  minutes: number,
  drainer: Drainer,
  { world: { clock }, detail }: Pick<Execution, 'world' | 'detail'>,
  signal: AbortSignal,
  waited = 0,
  known: Remaining | null = null,
): Promise<Remaining> {
  const until = minutes === 0 ? Number.POSITIVE_INFINITY : clock.monotonic() + minutes * MINUTE_MS - waited;
  let last = known;
  // The first question may wait for seconds.
  if (known !== null) detail?.(textOf(known, until - clock.monotonic()));
  for (let knownAt = clock.monotonic(); ; ) {
    const found = await drainer.hold('once idle', signal);
    const now = clock.monotonic();
    const left = until - now;
    if (!found.ok) {
      if (left <= 0 && last !== null) return last;
      if (now - knownAt >= MAX_UNKNOWN_MS) throw new FailureError(found.failure);
      await sleep(clock, UNKNOWN_POLL_MS, signal);
      continue;
    }
    knownAt = now;
    last = found.value;
    const { running } = last;
    if (running === 0 || left <= 0) return last;
    detail?.(textOf(last, left));
    await sleep(clock, POLL_MS, signal);
  }
}

const textOf = ({ builds, running }: Remaining, left: number): string =>
  [waitingFor(builds, running), ...untilText(left)].join('; ');

const untilText = (left: number): readonly string[] =>
  Number.isFinite(left) ? [`at most ${formatDuration(left)} more`] : [];

/** `train #42 (12 min, about 3 min left), deploy #7 (4.0 s) and 2 more`. */
function waitingFor(builds: readonly Build[], running: number): string {
  const named = builds.slice(0, MAX_NAMED).map((build) => `${buildName(build)} (${buildTime(build)})`);
  const more = running - named.length;
  if (named.length === 0) return `${running} more`;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
