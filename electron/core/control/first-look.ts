import { asksToInterrupt } from '../../shared/consents.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Clock } from '../world/clock.ts';
import { sleep } from '../world/sleep.ts';
import type { Observation } from './observation.ts';
import { Patience } from './patience.ts';

/** Delay before a Jenkins that gave no answer is looked at once more, ms. */
const ASK_AGAIN_MS = 500;

interface FirstLook {
  readonly look: () => Promise<Observation>;
  readonly clock: Clock;
  /** Whether the request goes on with what another process may have begun. */
  readonly resumes: boolean;
  /** What is agreed to already. */
  readonly agreed: readonly string[] | 'all';
}

/**
 * What a request begins with: looked at again while what blocks it may pass, and once more before it is asked whether a
 * Jenkins may stop whose builds are unknown only since it gave no answer: a busy one answers the next time.
 */
export async function firstLook(
  { look, clock, resumes, agreed }: FirstLook,
  signal: AbortSignal,
): Promise<Observation> {
  let observation = await look();
  for (const passing = new Patience(resumes ? 'work' : 'first look', resumes); ; ) {
    const delay = observation.plan.blocks.map((block) => passing.delayAfter(block)).find((it) => it !== null);
    if (delay === undefined) break;
    await sleep(clock, delay ?? 0, signal);
    observation = await look();
  }
  // One that was begun may have stopped it already.
  if (resumes || !asksForWantOfAnAnswer(observation, agreed)) return observation;
  await sleep(clock, ASK_AGAIN_MS, signal);
  return look();
}

function asksForWantOfAnAnswer({ facts, plan }: Observation, agreed: FirstLook['agreed']): boolean {
  const builds = facts.preflight?.builds ?? null;
  if (builds === null || builds.ok || !gaveNone(builds.failure) || plan.blocks.length > 0) return false;
  return plan.questions.some(({ id }) => asksToInterrupt(id) && (agreed === 'all' || !agreed.includes(id)));
}

/** What Jenkins lacks, such as a login, says how to fix it. */
const gaveNone = ({ code, fix }: Failure): boolean => code === 'jenkins/unreachable' && fix === undefined;
