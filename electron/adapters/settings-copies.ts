import { chmodSync, constants, copyFileSync, existsSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { FailureError } from '../shared/failure.ts';
import { settingsUnwritable } from '../shared/failures/settings.ts';

/** The copy of settings that have this format, beside them. */
const copyOf = (path: string, format: number): string => `${path}.format-${format}`;

/**
 * Keeps a copy of settings before they are written in a newer format, so that an older version can be gone back to. A copy
 * that is there already gets its time as a further suffix. Throws `settings/unwritable`, and then nothing may be written.
 */
export function keepFormat(path: string, format: number): void {
  const copy = copyOf(path, format);
  try {
    if (existsSync(copy)) renameSync(copy, `${copy}-${Math.floor(statSync(copy).mtimeMs)}`);
    copyFileSync(path, copy, constants.COPYFILE_EXCL);
    chmodSync(copy, 0o600);
  } catch (thrown) {
    throw new FailureError(settingsUnwritable(dirname(path), String(thrown)), thrown);
  }
}

/** The kept copy with the newest format that is not above `newest`; null if there is none. */
export function keptFormat(path: string, newest: number): string | null {
  for (let format = newest; format >= 1; format -= 1) if (existsSync(copyOf(path, format))) return copyOf(path, format);
  return null;
}
