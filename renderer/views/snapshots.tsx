import './snapshots.css';
import { useState } from 'preact/hooks';
import type { ShownSnapshot, SnapshotsView } from '../../electron/shared/home-snapshot.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';
import { views } from '../../electron/shared/views.ts';
import { goTo } from '../current-view.ts';
import { Button } from '../parts/button.tsx';
import { Card, Empty, ViewHead } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Spinner } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { type Availability, availabilityOf } from '../snapshots/availability.ts';
import { CreateDialog } from '../snapshots/create-dialog.tsx';
import { Job } from '../snapshots/job.tsx';
import { SnapshotList } from '../snapshots/list.tsx';
import { RestoreDialog } from '../snapshots/restore-dialog.tsx';
import { type QueryState, useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

/** When the list may have changed: the engine came, or something ended. */
const roundOf = ({ engine, activity, job }: Snapshot): string =>
  [engine.kind, activity.kind, job?.state, job?.startedAt].join(' ');

/** The snapshots of the home, and what is done with them. */
export function Snapshots() {
  const s = strings.snapshots;
  const snapshot = useSnapshot();
  const can = availabilityOf(snapshot);
  const { answer } = useQuery('homeSnapshots', roundOf(snapshot));
  const [isCreating, setCreating] = useState(false);
  const [restoring, setRestoring] = useState<ShownSnapshot | null>(null);
  const view = answer.kind === 'loaded' ? answer.value : null;
  return (
    <>
      <ViewHead title={views.snapshots} lead={s.lead}>
        <Button kind="primary" icon="add" disabled={!can.changes || view === null} onClick={() => setCreating(true)}>
          {s.create}
        </Button>
        <Button disabled={!can.changes} onClick={() => void runAction('startHomeJob', { kind: 'import' })}>
          {s.import}
        </Button>
      </ViewHead>
      <Job job={snapshot.job} />
      {can.why === null || (can.why === 'busy' && snapshot.job?.state === 'running') ? null : (
        <p class="quiet">{can.why === 'busy' ? s.busy : s.noEngine}</p>
      )}
      <Listed answer={answer} can={can} restore={setRestoring} />
      {isCreating && view !== null ? <CreateDialog view={view} onClose={() => setCreating(false)} /> : null}
      {restoring !== null && view !== null ? (
        <RestoreDialog
          snapshot={restoring}
          view={view}
          onClose={() => setRestoring(null)}
          onStarted={() => goTo('overview')}
        />
      ) : null}
    </>
  );
}

interface ListedProps {
  readonly answer: QueryState<SnapshotsView>;
  readonly can: Availability;
  readonly restore: (snapshot: ShownSnapshot) => void;
}

function Listed({ answer, can, restore }: ListedProps) {
  const s = strings.snapshots;
  // Before the first start there is no image, and nothing to save.
  if (answer.kind === 'failed' && answer.failure.code === 'snapshot/no-image')
    return (
      <Card title={s.list}>
        <Empty title={s.none}>{s.noImageWhy}</Empty>
      </Card>
    );
  if (answer.kind === 'failed') return <FailureBlock failure={answer.failure} tone="warn" />;
  if (answer.kind === 'loading')
    return (
      <Card title={s.list}>
        <p class="row quiet">
          <Spinner /> {s.looking}
        </p>
      </Card>
    );
  const { list, home } = answer.value;
  return (
    <Card title={s.list}>
      <Places view={answer.value} />
      {list.length === 0 ? (
        <Empty title={s.none}>{s.noneWhy}</Empty>
      ) : (
        <SnapshotList snapshots={list} home={home} can={can} restore={restore} />
      )}
    </Card>
  );
}

function Places({ view: { home, folder } }: { readonly view: SnapshotsView }) {
  const s = strings.snapshots;
  return (
    <dl class="facts">
      <div>
        <dt>{s.place}</dt>
        <dd class="mono">{home}</dd>
      </div>
      <div>
        <dt>{s.folder}</dt>
        <dd class="mono">{folder}</dd>
      </div>
    </dl>
  );
}
