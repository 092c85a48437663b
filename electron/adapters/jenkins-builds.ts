import * as z from 'zod/mini';
import type { Build } from '../shared/snapshot.ts';

/** The requested fields of a build. */
export const BUILD_FIELDS = 'number,url,result,building,timestamp,duration,estimatedDuration,fullDisplayName';

/** All fields are optional: not every kind of build has every field. */
const build = z.object({
  url: z.nullish(z.string()),
  number: z.nullish(z.number()),
  result: z.nullish(z.string()),
  building: z.nullish(z.boolean()),
  timestamp: z.nullish(z.number()),
  duration: z.nullish(z.number()),
  estimatedDuration: z.nullish(z.number()),
});
const executors = z.nullish(z.array(z.nullish(z.object({ currentExecutable: z.nullish(build) }))));

/** `/computer/api/json`: what each executor of each agent runs. */
export const computers = z.object({
  computer: z.nullish(z.array(z.nullish(z.object({ executors, oneOffExecutors: executors })))),
});
/** `/api/json`: the jobs with their builds; a folder has none. */
export const jobs = z.object({
  jobs: z.nullish(z.array(z.nullish(z.object({ builds: z.nullish(z.array(z.nullish(build))) })))),
});

const present = <T>(list: readonly (T | null | undefined)[] | null | undefined): T[] =>
  (list ?? []).filter((it): it is T => it !== null && it !== undefined);

/** The running builds without duplicates: a Pipeline has its own executor and those of its steps. */
export function runningBuilds({ computer }: z.infer<typeof computers>): readonly Build[] {
  const running = present(computer)
    .flatMap((it) =>
      present([...present(it.executors), ...present(it.oneOffExecutors)].map((one) => one.currentExecutable)),
    )
    .filter(({ url }) => typeof url === 'string');
  return [...new Map(running.map((it) => [it.url, buildOf(it)])).values()];
}

/** The newest builds of all jobs, newest first. */
export const newestBuilds = (answer: z.infer<typeof jobs>, most: number): readonly Build[] =>
  present(answer.jobs)
    .flatMap((job) => present(job.builds))
    .map(buildOf)
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, most);

const RESULTS: Readonly<Record<string, Build['result']>> = {
  SUCCESS: 'success',
  UNSTABLE: 'unstable',
  FAILURE: 'failure',
  ABORTED: 'aborted',
  NOT_BUILT: 'not-built',
};

function buildOf(it: z.infer<typeof build>): Build {
  const url = it.url ?? '';
  const startedAt = it.timestamp ?? 0;
  const result = it.building === true ? null : (it.result ?? null);
  const estimated = it.estimatedDuration ?? 0;
  return {
    job: jobOf(url),
    number: it.number ?? 0,
    url,
    result: result === null ? 'running' : (RESULTS[result] ?? 'not-built'),
    startedAt,
    duration: result === null ? Math.max(0, Date.now() - startedAt) : (it.duration ?? 0),
    estimated: estimated > 0 ? estimated : null,
  };
}

/** `/job/folder/job/train/42/` is `folder/train`. */
const jobOf = (url: string): string =>
  [...url.matchAll(/\/job\/([^/]+)/g)].map(([, name]) => decoded(name ?? '')).join('/');

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // Not valid percent-encoding.
  }
}
