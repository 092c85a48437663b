import { isAboutBuilds } from '../../electron/shared/consents.ts';
import { formatAge } from '../../electron/shared/format.ts';
import type { ShownSnapshot, SnapshotsView } from '../../electron/shared/home-snapshot.ts';
import { canStart } from '../overview/can-start.ts';
import { Blocks, Questions } from '../overview/preview-view.tsx';
import { type SwitchPreview, usePreview } from '../overview/use-preview.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Spinner } from '../parts/icons.tsx';
import { call, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';
import { availabilityOf } from './availability.ts';
import { useAnswer } from './use-answer.ts';

export interface RestoreDialogProps {
  readonly snapshot: ShownSnapshot;
  readonly view: SnapshotsView;
  readonly onClose: () => void;
}

/** Says what becomes of the present home, asks about running builds, and restores. */
export function RestoreDialog({ snapshot, view, onClose }: RestoreDialogProps) {
  const s = strings.snapshots.restoring;
  const now = useSnapshot();
  const previewing = usePreview('off');
  const { state, agreed } = previewing;
  const { failure, taking, take } = useAnswer(onClose);
  const isOff = now.intent === 'off';
  const agreedTo = state.kind === 'shown' && (state.preview.steps.length === 0 || canStart(state.preview, agreed));
  const ready = availabilityOf(now).changes && agreedTo && !taking;
  const go = (): void => {
    const asked = state.kind === 'shown' ? state.preview.questions.map(({ id }) => id) : [];
    const consents = [...asked.filter((id) => agreed.has(id)), ...[...agreed].filter(isAboutBuilds)];
    void take(call('startHomeJob', { kind: 'restore', name: snapshot.name, consents }));
  };
  return (
    <Dialog
      title={s.title(snapshot.name)}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{strings.dialog.cancel}</Button>
          <Button kind="primary" disabled={!ready} onClick={go}>
            {isOff ? s.go : s.stop}
          </Button>
        </>
      }
    >
      {failure === null ? null : <FailureBlock failure={failure} tone="warn" alert />}
      <Words snapshot={snapshot} view={view} isOff={isOff} />
      {isOff ? null : <Stopping previewing={previewing} />}
    </Dialog>
  );
}

/** What stopping Jenkins asks. */
function Stopping({ previewing: { state, agreed, agree } }: { readonly previewing: SwitchPreview }) {
  return (
    <div class="stack estimate" aria-live="polite" aria-busy={state.kind === 'loading'}>
      {state.kind === 'loading' ? (
        <p class="row quiet">
          <Spinner /> {strings.preview.looking}
        </p>
      ) : state.kind === 'failed' ? (
        <FailureBlock failure={state.failure} alert />
      ) : (
        <>
          <Blocks blocks={state.preview.blocks} />
          <Questions preview={state.preview} agreed={agreed} agree={agree} />
        </>
      )}
    </div>
  );
}

function Words({ snapshot, view, isOff }: Omit<RestoreDialogProps, 'onClose'> & { readonly isOff: boolean }) {
  const s = strings.snapshots.restoring;
  const now = useNow(null);
  const { home } = view;
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
