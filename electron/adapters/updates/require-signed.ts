import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FailureError } from '../../shared/failure.ts';
import { updateRefused } from '../../shared/failures/update.ts';
import type { UpdateFile } from '../../shared/update.ts';

/** Checks once more, right before it is used, that a file is the one that was signed. Throws `update/refused`. */
export async function requireSigned(
  path: string,
  { name, sha512 }: Pick<UpdateFile, 'name' | 'sha512'>,
): Promise<void> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  if (hash.digest('base64') !== sha512)
    throw new FailureError(updateRefused(`${name} was changed after it was downloaded.`));
}
