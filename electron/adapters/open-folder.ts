import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Why others could change a folder or file; null if they cannot, or if there is none yet. Root decides for
 * itself whose folder it uses.
 */
export function openToOthers(folder: string, me = process.getuid?.() ?? 0): string | null {
  const found = looked(folder);
  if (found === undefined) return null;
  if ((found.mode & 0o002) !== 0) return `${folder} can be changed by every user of this computer.`;
  const strange = me !== 0 && found.uid !== me && found.uid !== 0;
  return strange ? `${folder} belongs to another user (uid ${found.uid}).` : null;
}

/** The same for a file: itself, its folder, and where a link in its place leads. */
export function fileOpenToOthers(path: string): string | null {
  const real = realPath(path);
  return openToOthers(dirname(path)) ?? openToOthers(real) ?? openToOthers(dirname(real));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Undefined also for a folder that cannot be looked at: then its files cannot be read either, which is told. */
function looked(folder: string): Stats | undefined {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
