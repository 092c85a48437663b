import { useMemo } from 'preact/hooks';
import { consent } from '../../electron/shared/consents.ts';
import { formatAge } from '../../electron/shared/format.ts';
import type { ShownSnapshot, SnapshotsView } from '../../electron/shared/home-snapshot.ts';
import { ChangeDialog } from '../overview/change-dialog.tsx';
import { Previewed } from '../overview/switch-dialog.tsx';
import { usePreview } from '../overview/use-preview.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';
import { availabilityOf } from './availability.ts';

export interface RestoreDialogProps {
  readonly snapshot: ShownSnapshot;
  readonly view: SnapshotsView;
  readonly onClose: () => void;
  /** Called after the request was accepted and the dialog closed. */
  readonly onStarted: () => void;
}

/** Says what becomes of the present home, asks about running builds, and restores. */
export function RestoreDialog({ snapshot, view, onClose, onStarted }: RestoreDialogProps) {
  const s = strings.snapshots.restoring;
  const now = useSnapshot();
  const { name } = snapshot;
  // The button says it.
  const given = useMemo(() => [consent.restore(name)], [name]);
  const change = useMemo(() => ({ restore: name }), [name]);
  const previewing = usePreview(now.intent, given, change);
  const isOff = now.intent === 'off';
  return (
    <ChangeDialog
      title={s.title(name)}
      go={isOff ? s.go : s.stop}
      previewing={previewing}
      can={availabilityOf(now).changes}
      onClose={onClose}
      onStarted={onStarted}
    >
      <Words snapshot={snapshot} view={view} isOff={isOff} />
      <Previewed previewing={previewing} />
    </ChangeDialog>
  );
}

interface WordsProps extends Pick<RestoreDialogProps, 'snapshot' | 'view'> {
  readonly isOff: boolean;
}

function Words({ snapshot, view: { home }, isOff }: WordsProps) {
  const s = strings.snapshots.restoring;
  const now = useNow(null);
  const isFolder = home.startsWith('/');
  return (
    <div class="stack">
      <p>{s.what(formatAge(snapshot.at, now))}</p>
      {snapshot.home === home ? null : <p>{s.elsewhere(snapshot.home)}</p>}
      <p>
        <strong>{isFolder ? s.kept(home) : s.keptVolume(home)}</strong> {isFolder ? s.mount(home) : ''}
      </p>
      <p>
        {isOff ? s.off : s.jenkins} {s.fails}
      </p>
    </div>
  );
}
