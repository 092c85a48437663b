import { isWorking } from '../../electron/shared/state-words.ts';
import { Compare } from '../overview/compare.tsx';
import { Facts } from '../overview/facts.tsx';
import { Notices } from '../overview/notices.tsx';
import { Now } from '../overview/now.tsx';
import { Run } from '../overview/run.tsx';
import { Job } from '../snapshots/job.tsx';
import { useSnapshot } from '../store.ts';

/** The state of Jenkins, the running switch, and the comparison of the modes. */
export function Overview() {
  const snapshot = useSnapshot();
  const { activity, jenkins, job, notices } = snapshot;
  return (
    <>
      {activity.kind === 'working' ? <Run activity={activity} from={jenkins} /> : <Now snapshot={snapshot} />}
      {job?.state === 'running' || job?.end.kind === 'failed' ? <Job job={job} /> : null}
      <Notices notices={notices} busy={isWorking(snapshot)} />
      <Compare snapshot={snapshot} />
      <Facts snapshot={snapshot} />
    </>
  );
}
