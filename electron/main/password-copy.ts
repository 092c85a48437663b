import type { Clock } from '../core/world/clock.ts';

/** How long a copied password stays in the clipboard. */
const CLEAR_AFTER_MS = 30_000;

/** The part of Electron's clipboard that is used here; newer releases answer later. */
export interface Clipboard {
  readText(): string | Promise<string>;
  clear(): void;
}

/** Clears the clipboard of the administrator's password after a while, if it still holds it. */
export function createPasswordCopy(clipboard: Clipboard, clock: Clock) {
  let known: string | null = null;
  let cancel: (() => void) | null = null;
  const clear = async (): Promise<void> => {
    cancel?.();
    cancel = null;
    if ((await clipboard.readText()) === known) clipboard.clear();
  };
  return {
    /** Remembers the password that the window was given, and returns it. */
    revealed(password: string): string {
      known = password;
      return password;
    },
    /** Notes what was copied: a password stays for its whole time from the last copy on. */
    copied(text: string): void {
      if (text !== known) return;
      cancel?.();
      cancel = clock.after(CLEAR_AFTER_MS, () => void clear());
    },
    /** Clears at once what would be cleared later: the app ends. */
    async end(): Promise<void> {
      if (cancel !== null) await clear();
    },
  };
}
