import type { ComponentChildren } from 'preact';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { strings } from '../strings.ts';
import type { SwitchPreview } from './use-preview.ts';

export interface ChangeDialogProps {
  readonly title: string;
  /** The words of the button that starts it. */
  readonly go: string;
  readonly previewing: SwitchPreview;
  /** Whether it may start now, once the preview is agreed to. */
  readonly can: boolean;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** Called after the request was accepted and the dialog closed. */
  readonly onStarted: () => void;
}

/** The dialog of a change that is previewed: a switch, a restore or an upgrade. Starts it with the user's consent. */
export function ChangeDialog({ title, go, previewing, can, children, onClose, onStarted }: ChangeDialogProps) {
  const { blocked, reload, ready, starting, start } = previewing;
  const begin = async (): Promise<void> => {
    if (!(await start())) return;
    onClose();
    onStarted();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          {blocked ? <Button onClick={reload}>{strings.preview.checkAgain}</Button> : null}
          <Button onClick={onClose}>{strings.dialog.cancel}</Button>
          <Button kind="primary" disabled={!ready || starting || !can} onClick={() => void begin()}>
            {go}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
