import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { SecretFile } from '../../core/ports.ts';

/** A tar of the files and their folders; each folder 0700 of the first file's owner. */
export function archiveOf(files: readonly SecretFile[]): Promise<Buffer> {
  const archive = pack();
  const folders = new Map(files.map(({ path, uid }) => [posix.dirname(path).slice(1), uid]));
  for (const [name, uid] of folders) archive.entry({ name, type: 'directory', mode: 0o700, uid, gid: uid });
  for (const { path, content, uid, mode } of files)
    archive.entry({ name: path.slice(1), mode, uid, gid: uid }, content);
  archive.finalize();
  return buffer(archive);
}
