import { jobName } from '../../electron/shared/build-name.ts';
import type { Build } from '../../electron/shared/snapshot.ts';

/** Which builds are shown. */
export interface BuildFilter {
  /** Null: all. */
  readonly result: Build['result'] | null;
  /** A part of the job's name; empty: all. */
  readonly job: string;
}

export const everyBuild: BuildFilter = { result: null, job: '' };

/** Whether a build is shown; the case of letters does not matter, nor which of its names is typed. */
export function isShown({ job, result }: Build, filter: BuildFilter): boolean {
  const wanted = filter.job.trim().toLocaleLowerCase();
  const names = [jobName(job), job].map((name) => name.toLocaleLowerCase());
  return (filter.result === null || filter.result === result) && names.some((name) => name.includes(wanted));
}
