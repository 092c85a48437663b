import './upgrades.css';
import { formatAge, formatBytes } from '../../electron/shared/format.ts';
import type { OwnImage, UpgradeBack, UpgradesView } from '../../electron/shared/own-image.ts';
import { isUp, type JenkinsState, type Snapshot, versionOf } from '../../electron/shared/snapshot.ts';
import { views } from '../../electron/shared/views.ts';
import { announce } from '../parts/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { Card, Empty, ViewHead } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Table } from '../parts/table.tsx';
import { runAction } from '../run-action.ts';
import { availabilityOf } from '../snapshots/availability.ts';
import { useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';
import { askForUpgrade, askForWayBack } from '../upgrades/asked.ts';

/** When images or the way back may have changed. */
const roundOf = ({ engine, activity, job, jenkins }: Snapshot): string =>
  [engine.kind, activity.kind, jenkins.kind, job?.state, job?.startedAt].join(' ');

/** Another version of Jenkins, the way back, and the images that are kept for it. */
export function Upgrades() {
  const s = strings.upgrades;
  const snapshot = useSnapshot();
  const can = availabilityOf(snapshot);
  const { answer, reload } = useQuery('upgrades', roundOf(snapshot));
  return (
    <>
      <ViewHead title={views.upgrades} lead={s.lead} />
      {can.why === null ? null : <p class="quiet">{can.why === 'busy' ? s.busy : strings.snapshots.noEngine}</p>}
      {answer.kind === 'failed' ? <FailureBlock failure={answer.failure} tone="warn" /> : null}
      <Version snapshot={snapshot} can={can.changes} view={answer.kind === 'loaded' ? answer.value : null} />
      <Card title={s.images} lead={s.imagesLead}>
        {answer.kind !== 'loaded' ? null : answer.value.images.length === 0 ? (
          <Empty title={s.noImages}>{s.noImagesWhy}</Empty>
        ) : (
          <Images images={answer.value.images} can={can.changes} changed={reload} />
        )}
      </Card>
    </>
  );
}

interface VersionProps {
  readonly snapshot: Snapshot;
  readonly can: boolean;
  readonly view: UpgradesView | null;
}

/** What runs, from which base, and where it can go. */
function Version({ snapshot, can, view }: VersionProps) {
  const s = strings.upgrades;
  const { jenkins, intent, notices } = snapshot;
  const back = view?.back ?? null;
  const isNewer = notices.some(({ failure }) => failure.code === 'upgrade/newer-base');
  return (
    <Card
      title={s.jenkins}
      actions={
        <>
          <Button kind="primary" disabled={!can || intent === 'off'} onClick={askForUpgrade}>
            {s.upgrade}
          </Button>
          {back === null ? null : (
            <Button disabled={!can} onClick={() => askForWayBack(back)}>
              {s.back(back.jenkins)}
            </Button>
          )}
        </>
      }
    >
      <dl class="facts">
        <div>
          <dt>{s.running}</dt>
          <dd>{runningText(jenkins)}</dd>
        </div>
        {view === null ? null : (
          <div>
            <dt>{s.base}</dt>
            <dd class="mono">{view.base}</dd>
          </div>
        )}
        {isNewer ? (
          <div>
            <dt>{s.newer}</dt>
            <dd>{s.newerIs}</dd>
          </div>
        ) : null}
        {view === null ? null : (
          <div>
            <dt>{s.backTo}</dt>
            <dd>{backText(back)}</dd>
          </div>
        )}
      </dl>
      {intent === 'off' ? <p class="quiet">{s.needsJenkins}</p> : null}
    </Card>
  );
}

/** Also of a Jenkins that is not as requested. */
function runningText(jenkins: JenkinsState): string {
  const s = strings.upgrades;
  return isUp(jenkins) ? (versionOf(jenkins) ?? s.unknownVersion) : s.notRunning;
}

function backText(back: UpgradeBack | null): string {
  const s = strings.upgrades;
  if (back === null) return s.noBack;
  return back.snapshot === null ? s.backWithout(back.jenkins) : s.backWith(back.jenkins, back.snapshot);
}

interface ImagesProps {
  readonly images: readonly OwnImage[];
  readonly can: boolean;
  /** Called after one was removed. */
  readonly changed: () => void;
}

function Images({ images, can, changed }: ImagesProps) {
  const s = strings.upgrades;
  const now = useNow(60_000);
  const remove = async (name: string): Promise<void> => {
    const answer = await runAction('removeImage', name);
    if (answer?.value) announce(s.removed(name));
    changed();
  };
  const { image, jenkins, size, built, use } = s.columns;
  return (
    <Table
      caption={s.images}
      rows={images}
      id={({ id }) => id}
      columns={[
        { title: image, cell: ({ name }) => <span class="mono">{name}</span> },
        { title: jenkins, cell: (it) => <span class="image-version">{it.jenkins ?? '-'}</span> },
        { title: size, cell: ({ bytes }) => formatBytes(bytes), number: true },
        { title: built, cell: ({ createdAt }) => formatAge(createdAt, now), number: true },
        {
          title: use,
          cell: (it) => (
            <span class="image-use">
              {s.uses[it.use]}
              {it.use === 'old' || it.use === 'way-back' ? (
                <Button disabled={!can} label={s.removeOf(it.name)} onClick={() => void remove(it.name)}>
                  {s.remove}
                </Button>
              ) : null}
            </span>
          ),
        },
      ]}
    />
  );
}
