import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { PackageKind } from '../../shared/update.ts';
import { knownIn, writeJson } from '../json-file.ts';

/** An update that was installed, until the newer version has started; and one that did not start. */
export interface UpdateNote {
  readonly kind: PackageKind;
  readonly from: string;
  readonly to: string;
  /** The package, or the AppImage, of the earlier version; null: not kept. */
  readonly previous: string | null;
  /** The newer package, as it was downloaded. */
  readonly downloaded: string;
}

const noteSchema = z.object({
  kind: z.enum(['deb', 'rpm', 'AppImage']),
  from: z.string(),
  to: z.string(),
  previous: z.nullable(z.string()),
  downloaded: z.string(),
});

/** Where updates are kept, below the settings folder. */
export const updatesFolder = (configDir: string): string => join(configDir, 'updates');
/** Written before an update is installed; the newer version removes it once it has started. */
export const pendingNote = (configDir: string): string => join(updatesFolder(configDir), 'installed.json');
/** What the guard makes of that note if the newer version does not start. */
export const failedNote = (configDir: string): string => join(updatesFolder(configDir), 'not-started.json');

/** The note in a file; null if there is none, or none that can be read. */
export const readNote = (path: string): UpdateNote | null => knownIn(path, noteSchema);

export const writeNote = (path: string, note: UpdateNote): Promise<void> => writeJson(path, note);

export const removeNote = (path: string): void => rmSync(path, { force: true });
