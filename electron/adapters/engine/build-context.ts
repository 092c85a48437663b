import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { ImageSpec } from '../../core/world/specs.ts';

/** The build context as a tar archive, with the user's lists laid over it. Rejects if a file cannot be read. */
export async function contextTar({ context, overlay }: Pick<ImageSpec, 'context' | 'overlay'>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(overlay)) archive.entry({ name, mode: 0o644 }, content);
  for (const name of (await readdir(context, { recursive: true })).sort()) {
    const path = join(context, name);
    const found = await stat(path);
    if (!found.isFile() || name in overlay) continue;
    const content = withUnixLineEnds(await readFile(path));
    // The umask of a checkout, or a file system without modes, must not decide what is executable in the image.
    const isExecutable = (found.mode & 0o111) !== 0 || content.subarray(0, 2).toString() === '#!';
    archive.entry({ name, mode: isExecutable ? 0o755 : 0o644 }, content);
  }
  archive.finalize();
  return buffer(archive);
}

/** A clone on Windows may have CRLF, with which a script's first line names a program that does not exist. */
function withUnixLineEnds(content: Buffer): Buffer {
  if (content.includes(0) || !content.includes('\r\n')) return content;
  return Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
