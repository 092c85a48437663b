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
const executors = z.nullish(
  z.array(z.nullish(z.object({ idle: z.nullish(z.boolean()), currentExecutable: z.nullish(build) }))),
);

/** `/computer/api/json`: what each executor of each agent runs. */
export const computers = z.object({
  busyExecutors: z.nullish(z.number()),
  computer: z.nullish(
    z.array(z.nullish(z.object({ idle: z.nullish(z.boolean()), executors, oneOffExecutors: executors }))),
  ),
});
type Computers = z.infer<typeof computers>;
/** The query for `computers`. */
export const COMPUTERS_PATH = (() => {
  const executor = `idle,currentExecutable[${BUILD_FIELDS}]`;
  return `/computer/api/json?depth=2&tree=busyExecutors,computer[idle,executors[${executor}],oneOffExecutors[${executor}]]`;
})();
/** `/api/json`: the jobs with their builds; a folder has none. */
export const jobs = z.object({
  jobs: z.nullish(z.array(z.nullish(z.object({ builds: z.nullish(z.array(z.nullish(build))) })))),
});

const present = <T>(list: readonly (T | null | undefined)[] | null | undefined): T[] =>
  (list ?? []).filter((it): it is T => it !== null && it !== undefined);

/** The running builds without duplicates: a Pipeline has its own executor and those of its steps. */
export function runningBuilds({ computer }: Computers): readonly Build[] {
  const running = present(computer)
    .flatMap((it) => present(executorsOf(it).map((one) => one.currentExecutable)))
    .filter(({ url }) => typeof url === 'string');
  return [...new Map(running.map((it) => [it.url, buildOf(it)])).values()];
}

/**
 * Whether builds run that the answer does not show: Jenkins tells users without the permission Job/Read that an executor
 * is busy, with `null` in place of its build. Each executor's own `idle` counts; where none has it, the totals do.
 */
export function hidesBuilds({ busyExecutors, computer }: Computers): boolean {
  const all = present(computer).flatMap(executorsOf);
  if (all.some((it) => it.idle === false && !hasBuild(it))) return true;
  if (all.some(({ idle }) => typeof idle === 'boolean')) return false;
  const shown = all.filter(hasBuild).length;
  return (
    (busyExecutors ?? 0) > shown || present(computer).some((it) => it.idle === false && !executorsOf(it).some(hasBuild))
  );
}

type Executors = z.infer<typeof executors>;
const executorsOf = (computer: { readonly executors?: Executors; readonly oneOffExecutors?: Executors }) => [
  ...present(computer.executors),
  ...present(computer.oneOffExecutors),
];
const hasBuild = ({ currentExecutable }: { readonly currentExecutable?: unknown }): boolean =>
  currentExecutable !== null && currentExecutable !== undefined;

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
