import type { Mode } from '../../electron/shared/mode.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Spinner } from '../parts/icons.tsx';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { PreviewView } from './preview-view.tsx';
import { modeInUse, switchTitle } from './switch-words.ts';
import { type Previewing, usePreview } from './use-preview.ts';

export interface SwitchDialogProps {
  readonly mode: Mode;
  readonly onClose: () => void;
  /** Called after the request was accepted and the dialog closed. */
  readonly onBegun: () => void;
}

/** Previews a switch and starts it with the user's consent. */
export function SwitchDialog({ mode, onClose, onBegun }: SwitchDialogProps) {
  const { jenkins } = useSnapshot();
  const previewing = usePreview(mode);
  const { state, look, ready, beginning, begin } = previewing;
  const go = async (): Promise<void> => {
    if (!(await begin())) return;
    onClose();
    onBegun();
  };
  const blocked = state.kind === 'failed' || (state.kind === 'shown' && state.preview.blocks.length > 0);
  const words = switchTitle(state.kind === 'shown' ? state.preview.from : modeInUse(jenkins), mode);
  return (
    <Dialog
      title={words}
      onClose={onClose}
      foot={
        <>
          {blocked ? <Button onClick={look}>{strings.preview.lookAgain}</Button> : null}
          <Button onClick={onClose}>{strings.dialog.cancel}</Button>
          <Button kind="primary" disabled={!ready || beginning} onClick={() => void go()}>
            {words}
          </Button>
        </>
      }
    >
      <Previewed previewing={previewing} />
    </Dialog>
  );
}

/** A spinner, a failure, or the preview with its questions. */
export function Previewed({ previewing: { state, agreed, agree, refused } }: { readonly previewing: Previewing }) {
  const s = strings.preview;
  return (
    <div class="preview" aria-live="polite" aria-busy={state.kind === 'looking'}>
      {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
      {state.kind === 'looking' ? (
        <p class="row preview-looking">
          <Spinner /> {s.looking}
        </p>
      ) : state.kind === 'failed' ? (
        <FailureBlock failure={state.failure} alert />
      ) : (
        <PreviewView preview={state.preview} agreed={agreed} agree={agree} />
      )}
    </div>
  );
}
