import type { JenkinsAddress } from '../core/world/jenkins.ts';
import { sleep } from '../core/world/sleep.ts';
import { buildsUnreadable } from '../shared/failures/jenkins.ts';
import { buildsHidden } from '../shared/failures/jenkins-builds.ts';
import { systemClock } from './clock.ts';
import { type Computers, unshown } from './jenkins-builds.ts';
import type { Asked } from './jenkins-document.ts';

/** Jenkins is asked again after these times, ms: an executor begins or ends its build within a moment. */
const AGAIN_MS: readonly number[] = [50, 150, 300];
/** A Jenkins that takes so long for all this, ms, is not asked again: everything else waits for it. */
const MAX_MS = 2000;

/** What is asked of one Jenkins. */
export interface Asking {
  readonly computers: () => Promise<Asked<Computers>>;
  /** Whether the asker may administer it, and so see all builds. */
  readonly administers: () => Promise<boolean>;
}

/**
 * What the executors of a Jenkins run, once it shows everything that it may show. An executor that stays busy without a
 * build hides one, unless the asker may see them all: then it does what is no build, such as the scan of a repository for
 * branches, which Jenkins shows to nobody.
 */
export async function wholeComputers(
  { computers, administers }: Asking,
  at: JenkinsAddress,
  signal: AbortSignal,
): Promise<Asked<Computers>> {
  const until = systemClock.monotonic() + MAX_MS;
  let answer = await computers();
  if (!answer.ok) return answer;
  let now = unshown(answer.value);
  let staying = now;
  for (const ms of AGAIN_MS) {
    if (now.length === 0) return answer;
    if (systemClock.monotonic() > until) break;
    await sleep(systemClock, ms, signal);
    answer = await computers();
    if (!answer.ok) return answer;
    now = unshown(answer.value);
    staying = staying.filter((one) => now.includes(one));
  }
  if (now.length === 0) return answer;
  const isAdministrator = await administers();
  if (isAdministrator && now.every((one) => staying.includes(one))) return answer;
  const failure =
    staying.length > 0 && !isAdministrator
      ? buildsHidden(at.url, at.user)
      : buildsUnreadable(at.url, 'builds begin and end at this moment');
  return { ok: false, failure, why: 'other' };
}
