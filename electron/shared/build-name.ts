/**
 * `train-model #42`, `team » train #7`, `repo » feature/gpu #3`: how a build is shown. `job`: its full name, in which the
 * names of branches are encoded once more (`repo/feature%2Fgpu`).
 */
export const buildName = ({ job, number }: { readonly job: string; readonly number: number }): string =>
  `${jobName(job)} #${number}`;

/** A job as people know it. */
export const jobName = (job: string): string => job.split('/').map(withoutEncoding).join(' » ');

/** Decodes what is valid percent-encoding, and leaves the rest as it is. */
export const withoutEncoding = (name: string): string =>
  name.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
