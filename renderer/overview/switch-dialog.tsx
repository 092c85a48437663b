import { asksToUpdate } from '../../electron/shared/consents.ts';
import type { Mode } from '../../electron/shared/mode.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { FailureBlock } from '../parts/failure.tsx';
import { Spinner } from '../parts/icons.tsx';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { PreviewView } from './preview-view.tsx';
import { modeInUse, switchTitle } from './switch-words.ts';
import { type SwitchPreview, usePreview } from './use-preview.ts';

export interface SwitchDialogProps {
  readonly mode: Mode;
  /** Given before the dialog opened, for what its title says. */
  readonly consents?: readonly string[];
  readonly onClose: () => void;
  /** Called after the request was accepted and the dialog closed. */
  readonly onStarted: () => void;
}

/** Previews a switch and starts it with the user's consent. */
export function SwitchDialog({ mode, consents, onClose, onStarted }: SwitchDialogProps) {
  const snapshot = useSnapshot();
  const { jenkins } = snapshot;
  const previewing = usePreview(mode, consents);
  const { state } = previewing;
  const from = state.kind === 'shown' ? state.preview.from : modeInUse(jenkins);
  const words = consents?.some(asksToUpdate) ? strings.preview.update : switchTitle(from, mode);
  const can = !isWorking(snapshot);
  return (
    <ChangeDialog title={words} go={words} previewing={previewing} can={can} onClose={onClose} onStarted={onStarted}>
      <Previewed previewing={previewing} />
    </ChangeDialog>
  );
}

/** A spinner, a failure, or the preview with its questions. */
export function Previewed({ previewing: { state, agreed, agree, refused } }: { readonly previewing: SwitchPreview }) {
  const s = strings.preview;
  return (
    <div class="preview" aria-live="polite" aria-busy={state.kind === 'loading'}>
      {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
      {state.kind === 'loading' ? (
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
