import { FailureError } from '../../shared/failure.ts';
import { snapshotFolderRefused } from '../../shared/failures/snapshot.ts';
import type { World } from '../world/world.ts';
import type { Execution } from './execution.ts';
import { snapshotFolder } from './snapshot-place.ts';

/**
 * Throws `snapshot/folder` where the folder of snapshots is in the home or in what belongs to the nested engine, or the home
 * is in that folder: one would hold the other.
 */
export async function confirmSnapshotFolder(
  { world, settings, names }: Pick<Execution, 'world' | 'settings' | 'names'>,
  signal: AbortSignal,
): Promise<void> {
  const folder = snapshotFolder(world, settings);
  // A volume holds no other, and the default is beside the home.
  if (settings.snapshots.folder === '' || !folder.startsWith('/')) return;
  const { engine, endpoint, host } = world;
  const real = (path: string) => (endpoint.socket === null ? path : realPlace(trimmed(path), host));
  const [at, home] = await Promise.all([real(folder), real(world.home)]);
  if (home.startsWith('/') && isIn(at, home)) refuse(folder, `It is in the home ${world.home}`);
  if (home.startsWith('/') && isIn(home, at))
    refuse(
      folder,
      `The home ${world.home} is in it: one beside the home will do, such as ${trimmed(folder)}/jenkins-snapshots`,
    );
  const { data } = names.volumes;
  const place = (await engine.volume(data, signal))?.mountpoint ?? '';
  if (place.startsWith('/') && isIn(at, place)) refuse(folder, `It is in ${data}, the data of the nested engine`);
}

/** Where a folder is, or will be: before its first snapshot only a folder above it may be there, and lead elsewhere. */
async function realPlace(path: string, host: Pick<World['host'], 'realPath'>): Promise<string> {
  const found = await host.realPath(path);
  const at = path.lastIndexOf('/');
  return found !== path || at <= 0 ? found : `${await realPlace(path.slice(0, at), host)}${path.slice(at)}`;
}

function refuse(folder: string, why: string): never {
  throw new FailureError(snapshotFolderRefused(folder, why));
}

const isIn = (path: string, folder: string): boolean => `${trimmed(path)}/`.startsWith(`${trimmed(folder)}/`);
const trimmed = (path: string): string => path.replace(/\/+$/, '');
