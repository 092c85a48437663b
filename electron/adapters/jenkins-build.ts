import * as z from 'zod/mini';
import { jobOf, jobPath } from '../shared/build-name.ts';
import type { Build } from '../shared/snapshot.ts';

/** The requested fields of a build. */
export const BUILD_FIELDS = 'number,url,result,building,timestamp,duration';

/** All fields are optional: not every kind of build has every field. */
export const build = z.object({
  url: z.nullish(z.string()),
  number: z.nullish(z.number()),
  result: z.nullish(z.string()),
  building: z.nullish(z.boolean()),
  timestamp: z.nullish(z.number()),
  duration: z.nullish(z.number()),
  estimatedDuration: z.nullish(z.number()),
  /** The class of the build, which Jenkins adds by itself, and its ancestor does not. */
  _class: z.nullish(z.string()),
});
export type BuildAnswer = z.infer<typeof build>;

/** A list of Jenkins without its empty entries. */
export const present = <T>(list: readonly (T | null | undefined)[] | null | undefined): T[] =>
  (list ?? []).filter((it): it is T => it !== null && it !== undefined);

const RESULTS: Readonly<Record<string, Build['result']>> = {
  SUCCESS: 'success',
  UNSTABLE: 'unstable',
  FAILURE: 'failure',
  ABORTED: 'aborted',
  NOT_BUILT: 'not-built',
};

/** A build as Jenkins tells it; `base`: the address of Jenkins' page. */
export function buildOf(it: BuildAnswer, base: string): Build {
  const url = it.url ?? '';
  const startedAt = it.timestamp ?? 0;
  const result = it.building === true ? null : (it.result ?? null);
  const estimated = it.estimatedDuration ?? 0;
  return {
    job: jobOf(url),
    number: it.number ?? 0,
    url: rebased(url, base),
    result: result === null ? 'running' : (RESULTS[result] ?? 'not-built'),
    startedAt,
    duration: result === null ? Math.max(0, Date.now() - startedAt) : (it.duration ?? 0),
    estimated: estimated > 0 ? estimated : null,
    ...(it._class?.startsWith('org.jenkinsci.plugins.workflow.') ? { pipeline: true as const } : {}),
  };
}

/** An address that Jenkins tells, at the address where its page is known to be. */
function rebased(url: string, base: string): string {
  const path = jobPath(url);
  return path === null ? url : base + path;
}
