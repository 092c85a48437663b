import type { BrowserWindow } from 'electron';

/** Offers Cut, Copy, Paste and Select all on a right click in text. The library is loaded with the first window. */
export async function offerTextMenu(window: BrowserWindow): Promise<void> {
  const { default: contextMenu } = await import('electron-context-menu');
  if (window.isDestroyed()) return;
  contextMenu({
    window,
    showSelectAll: true,
    showSearchWithGoogle: false,
    showLearnSpelling: false,
    showLookUpSelection: false,
    showCopyImage: false,
    showCopyLink: false,
    showInspectElement: false,
    shouldShowMenu: (_event, { isEditable, selectionText }) => isEditable || selectionText.trim() !== '',
  });
}
