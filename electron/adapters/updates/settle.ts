import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageKind } from '../../shared/update.ts';
import { failedNote, pendingNote, readNote, removeNote, type UpdateNote, updatesFolder } from './update-note.ts';

/** Where the package, or the AppImage, of a version is kept. */
export const keptPackage = (configDir: string, version: string, kind: PackageKind): string =>
  join(updatesFolder(configDir), `${version}.${kind}`);

/** What is kept of an earlier version; null: nothing. */
export function earlierPackage(configDir: string, version: string, kind: PackageKind): string | null {
  const path = keptPackage(configDir, version, kind);
  return existsSync(path) ? path : null;
}

/**
 * Called once this version has started: an update that led to it is complete, and what it was installed from is kept for
 * the next one to go back to. Returns the update that was gone back from, if this is the version from before it.
 */
export function settleUpdate(configDir: string, version: string): UpdateNote | null {
  const pending = readNote(pendingNote(configDir));
  if (pending !== null) {
    if (pending.to === version) keepOnly(configDir, pending);
    removeNote(pendingNote(configDir));
  }
  const failed = readNote(failedNote(configDir));
  if (failed === null || failed.from === version) return failed;
  removeNote(failedNote(configDir));
  return null;
}

/** Keeps one package: of an AppImage the earlier one, which needs nobody's consent to go back; else what was installed. */
function keepOnly(configDir: string, { kind, from, to, downloaded }: UpdateNote): void {
  const folder = updatesFolder(configDir);
  const keep = keptPackage(configDir, kind === 'AppImage' ? from : to, kind);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (kind !== 'AppImage') renameSync(downloaded, keep);
  } catch {
    // It was removed meanwhile: the next update then says where the earlier package is to be got.
  }
  const isOld = (name: string): boolean => /\.(deb|rpm|AppImage)$/.test(name) && join(folder, name) !== keep;
  for (const name of readdirSync(folder)) if (isOld(name)) rmSync(join(folder, name), { force: true });
  rmSync(join(folder, 'pending'), { recursive: true, force: true });
}
