import { buildName } from '../../shared/build-name.ts';
import { buildTime } from '../../shared/build-time.ts';
import { FailureError } from '../../shared/failure.ts';
import { buildsUnknown } from '../../shared/failures/jenkins.ts';
import { formatDuration } from '../../shared/format.ts';
import type { Build } from '../../shared/snapshot.ts';
import { sleep } from '../world/sleep.ts';
import type { Drainer, Remaining } from './drainer.ts';
import type { Execution } from './execution.ts';

/** Between two questions that were answered at once. */
const POLL_MS = 100;
const MINUTE_MS = 60_000;
/** Builds that are named at once. */
const MAX_NAMED = 3;

/**
 * Starts no new builds and waits until those that run have ended, at most for so many minutes; 0: for all. Returns what
 * still runs. Throws `jenkins/busy` if that is not known any more.
 */
export async function waitForBuilds(
  minutes: number,
  drainer: Drainer,
  { world: { clock }, detail }: Pick<Execution, 'world' | 'detail'>,
  signal: AbortSignal,
): Promise<Remaining> {
  const until = minutes === 0 ? Number.POSITIVE_INFINITY : clock.monotonic() + minutes * MINUTE_MS;
  for (;;) {
    const found = await drainer.hold('once idle', signal);
    if (!found.ok) throw new FailureError(buildsUnknown(found.failure));
    const { running, builds } = found.value;
    const left = until - clock.monotonic();
    if (running === 0 || left <= 0) return found.value;
    detail?.([waitingFor(builds, running), ...untilText(left)].join('; '));
    await sleep(clock, POLL_MS, signal);
  }
}

const untilText = (left: number): readonly string[] =>
  Number.isFinite(left) ? [`at most ${formatDuration(left)} more`] : [];

/** `train #42 (12 min, about 3 min left), deploy #7 (4.0 s) and 2 more`. */
function waitingFor(builds: readonly Build[], running: number): string {
  const named = builds.slice(0, MAX_NAMED).map((build) => `${buildName(build)} (${buildTime(build)})`);
  const more = running - named.length;
  if (named.length === 0) return `${running} more`;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
