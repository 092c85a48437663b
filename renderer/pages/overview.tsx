import { useState } from 'preact/hooks';
import type { Mode } from '../../electron/shared/mode.ts';
import { Compare } from '../overview/compare.tsx';
import { Facts } from '../overview/facts.tsx';
import { Notices } from '../overview/notices.tsx';
import { Now } from '../overview/now.tsx';
import { Run } from '../overview/run.tsx';
import { SwitchDialog } from '../overview/switch-dialog.tsx';
import { useSnapshot } from '../store.ts';

/** How Jenkins stands, and the switch. */
export function Overview() {
  const snapshot = useSnapshot();
  const [asked, setAsked] = useState<Mode | null>(null);
  const { activity } = snapshot;
  return (
    <>
      <Notices notices={snapshot.notices} />
      {activity.kind === 'working' ? (
        <Run activity={activity} from={snapshot.jenkins} />
      ) : (
        <Now snapshot={snapshot} ask={setAsked} />
      )}
      <Compare snapshot={snapshot} ask={setAsked} />
      <Facts snapshot={snapshot} />
      {asked === null ? null : <SwitchDialog mode={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
