import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FailureError } from '../../shared/failure.ts';
import { updateNotInstalled } from '../../shared/failures/update.ts';
import type { UpdateFile } from '../../shared/update.ts';
import { requireSigned } from './require-signed.ts';

interface Replacement {
  readonly appImage: string;
  readonly newer: string;
  readonly file: UpdateFile;
  /** Where the earlier one is kept. */
  readonly previous: string;
}

/**
 * Puts a newer AppImage in the place of the earlier one, which is kept. The place is never empty: the newer file gets there
 * by one rename, after it was checked. Throws `update/refused` or `update/not-installed`.
 */
export async function replaceAppImage({ appImage, newer, file, previous }: Replacement): Promise<void> {
  const beside = `${appImage}.update`;
  try {
    await mkdir(dirname(previous), { recursive: true, mode: 0o700 });
    await copyFile(appImage, previous);
    // Another file system is possible, so that it is copied, and the copy is what is checked.
    await rm(beside, { force: true });
    // Where others can write, a link of theirs could be there, and lead to any file of this user.
    await copyFile(newer, beside, constants.COPYFILE_EXCL);
    await requireSigned(beside, file);
    await chmod(beside, ((await stat(appImage)).mode & 0o777) | 0o500);
    await onDisk(previous);
    await onDisk(beside);
    await rename(beside, appImage);
  } catch (thrown) {
    await rm(beside, { force: true });
    if (thrown instanceof FailureError) throw thrown;
    throw new FailureError(updateNotInstalled(thrown instanceof Error ? thrown.message : String(thrown)), thrown);
  }
}

/** Waits until a file would survive a power failure. */
async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}
