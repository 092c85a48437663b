import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import type { UpgradeWish } from '../../electron/shared/own-image.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { Previewed } from '../overview/switch-dialog.tsx';
import { usePreview } from '../overview/use-preview.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

export interface AskedDialogProps {
  readonly mode: JenkinsMode;
  /** Also of the button that begins it. */
  readonly title: string;
  /** Null: none is chosen yet. */
  readonly wish: UpgradeWish | null;
  readonly given?: readonly string[];
  /** False while the wish is being changed. */
  readonly isSettled: boolean;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** Called after the request was accepted and the dialog closed. */
  readonly onStarted: () => void;
}

/** A dialog about another image for Jenkins: what was chosen, and what that does. */
export function AskedDialog(props: AskedDialogProps) {
  const { mode, title, wish, given, isSettled, children, onClose, onStarted } = props;
  const snapshot = useSnapshot();
  const change = useMemo(() => (wish === null ? null : { upgrade: wish }), [wish]);
  const previewing = usePreview(mode, given, change);
  const { ready, starting, start, state, reload } = previewing;
  const go = async (): Promise<void> => {
    if (!(await start())) return;
    onClose();
    onStarted();
  };
  const isBlocked = state.kind === 'failed' || (state.kind === 'shown' && state.preview.blocks.length > 0);
  const can = wish !== null && ready && isSettled && !starting && !isWorking(snapshot);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          {isBlocked ? <Button onClick={reload}>{strings.preview.checkAgain}</Button> : null}
          <Button onClick={onClose}>{strings.dialog.cancel}</Button>
          <Button kind="primary" disabled={!can} onClick={() => void go()}>
            {title}
          </Button>
        </>
      }
    >
      {children}
      {wish === null ? null : <Previewed previewing={previewing} />}
    </Dialog>
  );
}
