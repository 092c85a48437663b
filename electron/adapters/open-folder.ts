import { type Stats, statSync } from 'node:fs';

/**
 * Why others could replace the files of a folder; null if they cannot, or if there is no folder yet. Root decides for
 * itself whose folder it uses.
 */
export function openToOthers(folder: string, me = process.getuid?.() ?? 0): string | null {
  const found = looked(folder);
  if (found === undefined) return null;
  if ((found.mode & 0o002) !== 0) return `${folder} can be changed by every user of this computer.`;
  const strange = me !== 0 && found.uid !== me && found.uid !== 0;
  return strange ? `${folder} belongs to another user (uid ${found.uid}).` : null;
}

/** Undefined also for a folder that cannot be looked at: then its files cannot be read either, which is told. */
function looked(folder: string): Stats | undefined {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
