import { type BrowserWindow, dialog } from 'electron';
import { desktopWords } from '../core/desktop/desktop-words.ts';
import { harmlessLine } from '../shared/harmless.ts';

/** What is asked: a question, and what it is about, one line each. */
export interface Confirmation {
  readonly question: string;
  readonly lines: readonly string[];
  readonly yes: string;
}

/** Lines in a dialog, and their length in characters: it must fit on the screen, with its buttons. */
const MAX_LINES = 20;
const MAX_LINE = 200;

/**
 * Returns a function that asks in a dialog of this process, which a page can neither press nor cover. Cancel is the default,
 * so that no key that was meant for the page confirms. One dialog at a time: further questions count as cancelled.
 */
export function createConfirm(window: () => BrowserWindow | null): (what: Confirmation) => Promise<boolean> {
  let open = false;
  return async ({ question, lines, yes }) => {
    if (open) return false;
    open = true;
    try {
      const more = lines.length - MAX_LINES;
      const shown = lines.slice(0, MAX_LINES).map((line) => harmlessLine(line, MAX_LINE));
      const options = {
        type: 'warning' as const,
        message: question,
        detail: [...shown, ...(more > 0 ? [desktopWords.confirm.more(more)] : [])].join('\n'),
        buttons: [yes, desktopWords.confirm.cancel],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      };
      const owner = window();
      const { response } = await (owner === null
        ? dialog.showMessageBox(options)
        : dialog.showMessageBox(owner, options));
      return response === 0;
    } finally {
      open = false;
    }
  };
}
