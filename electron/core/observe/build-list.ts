import { buildName } from '../../shared/build-name.ts';
import type { Build } from '../../shared/snapshot.ts';

/** What is known of the newest builds, and what it cost to learn. */
export interface SeenBuilds {
  readonly builds: readonly Build[];
  /** The running builds at that time, by address. */
  readonly running: ReadonlySet<string>;
  /** When it was asked, and how long Jenkins took; monotonic milliseconds. */
  readonly at: number;
  readonly took: number;
}

/** The list of builds takes at most a twentieth of Jenkins' time, and a fifth while builds start and end. */
const REST_CALM = 20;
const REST_CHANGED = 5;

/**
 * Whether Jenkins is asked for its newest builds again: the question costs it more with each job, and the running builds,
 * which are asked for each time and cost little, tell when a build has started or ended.
 */
export function isDue(seen: SeenBuilds | null, running: ReadonlySet<string>, now: number): boolean {
  if (seen === null) return true;
  const changed = running.size !== seen.running.size || [...running].some((url) => !seen.running.has(url));
  return now - seen.at >= seen.took * (changed ? REST_CHANGED : REST_CALM);
}

/**
 * All running builds, the longest-running first, and then the newest ended ones. `running` comes from the executors, and so
 * has what newer builds have pushed off the list; null: unknown, so that those count which the list shows as running.
 */
export function listedBuilds(running: readonly Build[] | null, newest: readonly Build[]): readonly Build[] {
  const names = new Set((running ?? []).map(buildName));
  const ended = newest.filter((build) => build.result !== 'running' && !names.has(buildName(build)));
  return [...oldestFirst(running ?? newest.filter(({ result }) => result === 'running')), ...ended];
}

/** One whose start is unknown comes last. */
export const oldestFirst = (builds: readonly Build[]): readonly Build[] =>
  [...builds].sort((a, b) => (a.startedAt || Number.MAX_VALUE) - (b.startedAt || Number.MAX_VALUE));
