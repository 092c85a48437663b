import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import type { UpgradeWish } from '../../electron/shared/own-image.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { ChangeDialog } from '../overview/change-dialog.tsx';
import { Previewed } from '../overview/switch-dialog.tsx';
import { usePreview } from '../overview/use-preview.ts';
import { useSnapshot } from '../store.ts';

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
  const can = wish !== null && isSettled && !isWorking(snapshot);
  return (
    <ChangeDialog title={title} go={title} previewing={previewing} can={can} onClose={onClose} onStarted={onStarted}>
      {children}
      {wish === null ? null : <Previewed previewing={previewing} />}
    </ChangeDialog>
  );
}
