import type { ComponentChildren } from 'preact';
import { formatAge } from '../../electron/shared/format.ts';
import { type ShownSnapshot, storedText } from '../../electron/shared/home-snapshot.ts';
import { modeName } from '../../electron/shared/mode.ts';
import { Button } from '../parts/button.tsx';
import { Mark } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import { formatMoment, useNow } from '../time.ts';
import type { Availability } from './availability.ts';

export interface SnapshotListProps {
  readonly snapshots: readonly ShownSnapshot[];
  /** The home that is used now. */
  readonly home: string;
  readonly can: Availability;
  readonly restore: (snapshot: ShownSnapshot) => void;
}

/** The snapshots, newest first, each with what can be done with it. */
export function SnapshotList({ snapshots, home, can, restore }: SnapshotListProps) {
  const now = useNow(60_000);
  return (
    <ul class="snapshots" aria-label={strings.snapshots.list}>
      {snapshots.map((snapshot) => (
        <li key={snapshot.name} class="snapshot">
          <div class="snapshot-words">
            <h3>
              <time dateTime={new Date(snapshot.at).toISOString()}>{formatMoment(snapshot.at)}</time>{' '}
              <span class="quiet snapshot-age">
                {formatAge(snapshot.at, now)}, {strings.snapshots.reasons[snapshot.reason]}
              </span>
            </h3>
            <p class="number">{wordsOf(snapshot).join(' · ')}</p>
            <p class="snapshot-state">
              <Checked snapshot={snapshot} now={now} />
            </p>
            <p class="quiet small">
              <span class="mono">{snapshot.name}</span>
              {snapshot.home === home ? null : ` ${strings.snapshots.ofHome(snapshot.home)}`}
            </p>
          </div>
          <Acts snapshot={snapshot} can={can} restore={restore} />
        </li>
      ))}
    </ul>
  );
}

/** Jenkins, size, and what is left out. */
function wordsOf(snapshot: ShownSnapshot): readonly string[] {
  const s = strings.snapshots;
  const { jenkins, mode, state, files, without } = snapshot;
  const where = mode === 'off' ? '' : ` in ${modeName(mode)}`;
  return [
    `Jenkins ${jenkins ?? s.unknownVersion}${where}, ${s.states[state]}`,
    `${storedText(snapshot)}, ${s.files(files)}`,
    ...(without === 'rebuilt' ? [s.rebuilt] : []),
  ];
}

function Checked({ snapshot: { complete, verified }, now }: { snapshot: ShownSnapshot; now: number }) {
  const s = strings.snapshots.checked;
  if (verified?.isIntact === false) return <State kind="bad">{s.damaged(formatAge(verified.at, now))}</State>;
  if (!complete) return <State kind="bad">{s.incomplete}</State>;
  if (verified === undefined) return <State kind="even">{s.none}</State>;
  return <State kind="good">{s.intact(formatAge(verified.at, now))}</State>;
}

function State({ kind, children }: { readonly kind: 'good' | 'bad' | 'even'; readonly children: ComponentChildren }) {
  return (
    <span class={`snapshot-${kind}`}>
      <Mark name={kind} />
      <span>
        {strings.snapshots.checksum}: {children}
      </span>
    </span>
  );
}

interface ActsProps extends Pick<SnapshotListProps, 'can' | 'restore'> {
  readonly snapshot: ShownSnapshot;
}

function Acts({ snapshot, can, restore }: ActsProps) {
  const s = strings.snapshots.actions;
  const { name, complete, verified } = snapshot;
  // One that is damaged would be refused.
  const isWhole = complete && verified?.isIntact !== false;
  const start = (kind: 'verify' | 'export' | 'delete') => () => void runAction('startHomeJob', { kind, name });
  return (
    <div class="row">
      <Act name={name} text={s.verify} disabled={!can.reads} onClick={start('verify')} />
      <Act name={name} text={s.restore} disabled={!can.changes || !isWhole} onClick={() => restore(snapshot)} />
      <Act name={name} text={s.export} disabled={!can.reads || !isWhole} onClick={start('export')} />
      <Act name={name} text={s.delete} disabled={!can.changes} onClick={start('delete')} />
    </div>
  );
}

interface ActProps {
  readonly name: string;
  readonly text: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

const Act = ({ name, text, disabled, onClick }: ActProps) => (
  <Button disabled={disabled} onClick={onClick} label={strings.snapshots.actions.of(text, name)}>
    {text}
  </Button>
);
