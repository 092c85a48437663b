import type { CodedFailure, Sections } from './types.ts';

export const lockSections = {
  'lock/held': {
    title: 'Jenkins Tray is already working',
    meaning: 'Another Jenkins Tray, the app or the command line, is changing the same set-up.',
    remedy: 'Wait until it is done, or stop it; its work will be resumed.',
  },
} as const satisfies Sections;

type LockFailure = CodedFailure<keyof typeof lockSections>;

/** `who` begins a sentence; `pid`: null if unknown. */
export const lockHeld = (who: string, pid: number | null): LockFailure => ({
  code: 'lock/held',
  title: 'Jenkins Tray is already working',
  detail: `${who} is working on the same set-up.`,
  fix: 'Wait until it is done, or stop it; its work will be resumed.',
  ...(pid === null ? {} : { command: `kill -INT ${pid}` }),
});

/** This process was suspended for so long that another one took the lock. */
export const lockLost = (message: string): LockFailure => ({
  code: 'lock/held',
  title: 'Another Jenkins Tray took over',
  detail: message,
});

/** The settings file's own lock, which is held only while a change is saved. */
export const settingsLocked = (lock: string): LockFailure => ({
  code: 'lock/held',
  title: 'Another Jenkins Tray is changing the settings',
  detail: `It holds ${lock}. Nothing was changed.`,
  fix: 'Try again.',
});
