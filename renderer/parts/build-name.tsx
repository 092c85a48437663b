import { jobName } from '../../electron/shared/build-name.ts';

interface BuildNameProps {
  readonly build: { readonly job: string; readonly number: number };
}

/** A build as `buildName`. The job is isolated: after one in Hebrew or Arabic the number would stand before it. */
export const BuildName = ({ build: { job, number } }: BuildNameProps) => (
  <>
    <bdi>{jobName(job)}</bdi> #{number}
  </>
);
