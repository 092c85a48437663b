import { useMemo } from 'preact/hooks';
import { consent } from '../../electron/shared/consents.ts';
import { formatAge } from '../../electron/shared/format.ts';
import type { ShownSnapshot, SnapshotsView } from '../../electron/shared/home-snapshot.ts';
import { Previewed } from '../overview/switch-dialog.tsx';
import { usePreview } from '../overview/use-preview.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
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
  const { ready, starting, start, state, reload } = previewing;
  const isOff = now.intent === 'off';
  const go = async (): Promise<void> => {
    if (!(await start())) return;
    onClose();
    onStarted();
  };
  const isBlocked = state.kind === 'failed' || (state.kind === 'shown' && state.preview.blocks.length > 0);
  return (
    <Dialog
      title={s.title(name)}
      onClose={onClose}
      foot={
        <>
          {isBlocked ? <Button onClick={reload}>{strings.preview.checkAgain}</Button> : null}
          <Button onClick={onClose}>{strings.dialog.cancel}</Button>
          <Button
            kind="primary"
            disabled={!ready || starting || !availabilityOf(now).changes}
            onClick={() => void go()}
          >
            {isOff ? s.go : s.stop}
          </Button>
        </>
      }
    >
      <Words snapshot={snapshot} view={view} isOff={isOff} />
      <Previewed previewing={previewing} />
    </Dialog>
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
