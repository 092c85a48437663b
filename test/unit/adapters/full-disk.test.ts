import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHomes } from '../../../electron/adapters/homes.ts';
import { createIntent, noRequest } from '../../../electron/adapters/intent.ts';
import { createLock } from '../../../electron/adapters/lock.ts';
import { createOwner } from '../../../electron/adapters/owner.ts';
import { createSecrets } from '../../../electron/adapters/secrets.ts';
import { createSettings } from '../../../electron/adapters/settings.ts';
import { FailureError } from '../../../electron/shared/failure.ts';

/** A settings folder on a disk of 256 KiB that becomes full: what is written fails as such, and what was there stays. */
let disk = '';
let folder = '';
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'full-disk-'));
  folder = join(disk, 'config');
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
  mkdirSync(folder, { mode: 0o700 });
});
afterEach(() => {
  spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Leaves so many bytes. */
function fill(left: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
}
const free = (): void => rmSync(join(disk, 'filler'));

const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
describe.skipIf(!canMount)('on a full disk', () => {
  const intent = { ...noRequest, id: 1, mode: 'dind' as const };
  /** What is written, by the file that it is in. */
  const writes = {
    'settings.json': () => createSettings(folder).update((now) => ({ ...now, instance: 'three' })),
    'intent.json': () => createIntent(folder).save({ ...intent, id: 2, consents: ['x'.repeat(9000)] }),
    'owner.json': () => createOwner(folder).adopt('default'),
    'homes.json': () => createHomes(folder).remember('/srv/new', 'three'),
    'secrets/api-token-one': () => createSecrets(folder).keepApiToken('one', 'b'.repeat(34)),
  };
  type Name = keyof typeof writes;

  test.each(Object.keys(writes) as readonly Name[])(
    '%s keeps what it had, and is written once there is space',
    async (name) => {
      await createSettings(folder).update((now) => ({ ...now, instance: 'two' }));
      await createIntent(folder).save(intent);
      await createOwner(folder).keep();
      await createHomes(folder).remember('/srv/a', 'one');
      await createSecrets(folder).keepApiToken('one', 'a'.repeat(34));
      const before = readFileSync(join(folder, name), 'utf8');
      const others = readdirSync(folder).sort();
      for (const left of [0, 4096]) {
        fill(left);
        const failed = await writes[name]().then(
          () => null,
          (thrown: unknown) => thrown,
        );
        // With one block left, a small file may still fit.
        if (left === 0 || failed !== null) expect(failed, `${left} bytes left`).toBeInstanceOf(FailureError);
        if (failed !== null) expect(readFileSync(join(folder, name), 'utf8')).toBe(before);
        free();
      }
      await writes[name]();
      expect(readFileSync(join(folder, name), 'utf8')).not.toBe(before);
      expect(readdirSync(folder).sort(), 'no drafts are left').toEqual(others);
    },
  );

  test('a lock is taken or not, and leaves nothing half done', async () => {
    fill(0);
    const held = await createLock(folder)
      .acquire('up')
      .catch((thrown: unknown) => thrown);
    if (held instanceof FailureError) expect(held.failure.code).toBe('settings/unwritable');
    free();
    if (held instanceof FailureError) expect(readdirSync(folder)).toEqual([]);
    else if (typeof held === 'object' && held !== null && 'release' in held && typeof held.release === 'function')
      await held.release();
    await (await createLock(folder).acquire('up')).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a password that could not be kept is made anew, and never a part of one', async () => {
    fill(0);
    await expect(createSecrets(folder).adminPassword()).rejects.toBeInstanceOf(FailureError);
    free();
    const password = await createSecrets(folder).adminPassword();
    expect(password).toHaveLength(24);
    expect(await createSecrets(folder).adminPassword()).toBe(password);
  });
});
