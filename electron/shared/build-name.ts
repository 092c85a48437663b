/**
 * `train-model #42`, `team » train #7`, `repo » feature/gpu #3`: how a build is shown. `job`: its full name, in which the
 * names of branches are encoded once more (`repo/feature%2Fgpu`).
 */
export const buildName = ({ job, number }: { readonly job: string; readonly number: number }): string =>
  `${jobName(job)} #${number}`;

/** A job as people know it. */
export const jobName = (job: string): string => job.split('/').map(withoutEncoding).join(' » ');

/** Decodes what is valid percent-encoding, and leaves the rest as it is. */
const withoutEncoding = (name: string): string =>
  name.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });

/** A computer may be called `job` as well. */
const HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i;

/**
 * The part from `/job/` on: an address of Jenkins begins with its configured root URL, which is often that of another
 * mode or computer. Null if it is no address of a job.
 */
export const jobPath = (url: string): string | null => /\/job\/.*$/.exec(url.replace(HOST, ''))?.[0] ?? null;

/**
 * The full name of a build's job, as its `JOB_NAME`: `/job/team/job/train/42/` is `team/train`, a branch
 * `/job/repo/job/feature%252Fgpu/7/` is `repo/feature%2Fgpu`, and `/job/matrix/GPU=a100/3/` is `matrix/GPU=a100`.
 */
export function jobOf(url: string): string {
  const parts = (jobPath(url) ?? '').split('/').filter((part) => part !== '');
  const names: string[] = [];
  let at = 0;
  for (; parts[at] === 'job' && at + 1 < parts.length; at += 2) names.push(parts[at + 1] ?? '');
  return [...names, ...parts.slice(at, -1)].map(withoutEncoding).join('/');
}
