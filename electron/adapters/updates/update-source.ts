import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackageKind, type UpdateSource, updateSourceSchema } from '../../shared/update.ts';
import { isFeedAddress } from './feed-server.ts';

/** What this package can be updated with. */
export interface Updatable {
  readonly source: UpdateSource;
  readonly kind: PackageKind;
}

/**
 * Null where no feed and key were built in, and for what is not a package: a checkout, or a tar.gz. `resources`: the
 * package's folder of that name; `isAppImage`: this program was started from one.
 */
export function updatable(resources: string, isAppImage: boolean): Updatable | null {
  const kind = isAppImage ? 'AppImage' : installedKind(join(resources, 'package-type'));
  const text = read(join(resources, 'update-source.json'));
  if (kind === null || text === null) return null;
  try {
    const { success, data } = updateSourceSchema.safeParse(JSON.parse(text));
    return success && isFeedAddress(data.feed) ? { source: data, kind } : null;
  } catch {
    return null;
  }
}

function installedKind(path: string): PackageKind | null {
  const kind = read(path)?.trim();
  return kind === 'deb' || kind === 'rpm' ? kind : null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
