import { type Failure, failureOf } from '../../shared/failure.ts';
import type { Clock } from '../world/clock.ts';
import { sleep } from '../world/sleep.ts';

/**
 * Failures that another look may get past. `away`: the engine restarts, or dropped one request. `silent`: a request had no
 * answer. `unexplained`: an internal error of the engine, or an answer that makes no sense. `race`: a request of a killed
 * process, which the engine still executes, has the name or the port. `asleep`: a disk that spins up, or a share that is
 * mounted when it is used.
 */
type Passing = 'away' | 'silent' | 'unexplained' | 'race' | 'asleep';

/** Large disks take up to 20 s to spin up, and a look at one waits for some of that itself. */
const ASLEEP_MS = [1000, 3000, 6000] as const;

/** Delays before each further look, ms. A silent request has waited for long already. */
const DELAYS_MS: Readonly<Record<Passing, readonly number[]>> = {
  away: [1000, 2000, 3000, 4000],
  silent: [0],
  unexplained: [1000, 2000],
  race: [1000, 1000, 1000],
  asleep: ASLEEP_MS,
};

/** For the first look of a request: an engine that does not run is reported soon. */
const FIRST_LOOK_MS: Readonly<Record<Passing, readonly number[]>> = {
  away: [500],
  silent: [0],
  unexplained: [500],
  race: [],
  asleep: ASLEEP_MS,
};

/** How often one request looks again after failures that may pass; a known cause is told at once. */
export class Patience {
  readonly #delays: Readonly<Record<Passing, readonly number[]>>;
  readonly #used: Record<Passing, number> = { away: 0, silent: 0, unexplained: 0, race: 0, asleep: 0 };
  /** Whether the engine may still execute an earlier request, of this process or a killed one. */
  #unsettled: boolean;

  /** `resumes`: what another process began. */
  constructor(kind: 'first look' | 'work', resumes = false) {
    this.#delays = kind === 'work' ? DELAYS_MS : FIRST_LOOK_MS;
    this.#unsettled = resumes;
  }

  /** Delay before the next look, ms; null: the failure is final. */
  delayAfter(failure: Failure): number | null {
    const passing = passingOf(failure);
    // A port is also taken by strangers, and then waiting is in vain.
    if (passing === null || (failure.code === 'port/in-use' && !this.#unsettled)) return null;
    if (passing !== 'asleep') this.#unsettled = true;
    const delay = this.#delays[passing][this.#used[passing]] ?? null;
    this.#used[passing] += 1;
    return delay;
  }
}

function passingOf({ code, detail }: Failure): Passing | null {
  if (code === 'engine/unreachable') return 'away';
  if (code === 'engine/timeout') return 'silent';
  if (code === 'home/unresponsive' || code === 'mount/unresponsive') return 'asleep';
  if (code === 'name/taken' || code === 'port/in-use' || detail.includes('(HTTP 409)')) return 'race';
  return code === 'engine/error' && !/\(HTTP [34]\d\d\)/.test(detail) ? 'unexplained' : null;
}

/** Runs `work`, and again after failures that may pass. Throws the final failure, or the signal's reason. */
export async function patiently<T>(
  patience: Patience,
  clock: Clock,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      signal.throwIfAborted();
      const delay = patience.delayAfter(failureOf(thrown));
      if (delay === null) throw thrown;
      await sleep(clock, delay, signal);
    }
  }
}
