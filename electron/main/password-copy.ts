import { clipboard } from 'electron';

/** How long a copied password stays in the clipboard. */
const CLEAR_AFTER_MS = 30_000;

async function clearIfStill(text: string): Promise<void> {
  if ((await clipboard.readText()) === text) clipboard.clear();
}

/** Clears the clipboard of the administrator's password after a while, if it still holds it. */
export function createPasswordCopy() {
  let known: string | null = null;
  return {
    /** Remembers the password that the window was given, and returns it. */
    revealed(password: string): string {
      known = password;
      return password;
    },
    copied(text: string): void {
      if (text !== known) return;
      setTimeout(() => void clearIfStill(text), CLEAR_AFTER_MS).unref();
    },
  };
}
