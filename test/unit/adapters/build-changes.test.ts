import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followBuilds } from '../../../electron/adapters/build-changes.ts';
import { createPathLook } from '../../../electron/adapters/path-look.ts';

/** The file that the script of the image writes into the home, here by hand. */
const NAME = '0123456789ab';
const CONTAINER = NAME + 'c'.repeat(52);
let home = '';
let file = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'jenkins-tray-changes-'));
  mkdirSync(join(home, '.jenkins-tray'));
  file = join(home, '.jenkins-tray/builds-changed');
  writeFileSync(file, `${NAME}\n`);
});
afterEach(() => rmSync(home, { recursive: true }));

async function following(look = createPathLook()) {
  const seen = { changed: 0, ended: 0 };
  const count = (what: keyof typeof seen) => () => {
    seen[what] += 1;
  };
  const told = { changed: count('changed'), ended: count('ended') };
  const end = await followBuilds(home, CONTAINER, told, look);
  return { seen, end, follows: end !== null };
}
const touch = (): void => utimesSync(file, new Date(), new Date());

test('tells each new time of the file, until it is left', async () => {
  const { seen, end } = await following();
  touch();
  await expect.poll(() => seen.changed).toBeGreaterThan(0);
  const before = seen.changed;
  touch();
  await expect.poll(() => seen.changed).toBeGreaterThan(before);
  end?.();
  const last = seen.changed;
  touch();
  const other = await following();
  touch();
  await expect.poll(() => other.seen.changed).toBeGreaterThan(0);
  expect(seen).toEqual({ changed: last, ended: 0 });
  other.end?.();
});

test.each<[string, () => void]>([
  ['removed', () => rmSync(file)],
  [
    'replaced',
    () => {
      writeFileSync(`${file}.part`, `${NAME}\n`);
      renameSync(`${file}.part`, file);
    },
  ],
])('tells once that it ends when the file is %s', async (_how, act) => {
  const { seen } = await following();
  act();
  await expect.poll(() => seen.ended).toBe(1);
  writeFileSync(file, `${NAME}\n`);
  touch();
  const { end, seen: later } = await following();
  touch();
  await expect.poll(() => later.changed).toBeGreaterThan(0);
  expect(seen.ended).toBe(1);
  end?.();
});

test.each<[string, () => void]>([
  ['is not there, as with an older image', () => rmSync(file)],
  ['is of another container', () => writeFileSync(file, 'ffffffffffff\n')],
  ['names too little of one', () => writeFileSync(file, '0\n')],
  ['is empty, as on a full disk', () => writeFileSync(file, '')],
  ['is something else', () => writeFileSync(file, '\0'.repeat(10_000_000))],
  [
    'is a pipe',
    () => {
      rmSync(file);
      spawnSync('mkfifo', [file]);
    },
  ],
  [
    'is a folder',
    () => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
  [
    'is a link, which may lead to a disk that hangs',
    () => {
      renameSync(file, join(home, 'other'));
      symlinkSync(join(home, 'other'), file);
    },
  ],
  [
    'is in a folder that is one',
    () => {
      renameSync(join(home, '.jenkins-tray'), join(home, 'other'));
      symlinkSync(join(home, 'other'), join(home, '.jenkins-tray'));
    },
  ],
])('follows nothing where the file %s', async (_what, act) => {
  act();
  expect(await following()).toMatchObject({ follows: false });
});

test.each(['nfs', 'cifs', 'fuseblk', 'v9fs'])(
  'follows nothing on a share, which does not tell what others write: %s',
  async (disk) => {
    const look = async () => ({ exitCode: 0, stdout: `${disk}\n${NAME}\n`, stderr: '' });
    expect(await following(look)).toMatchObject({ follows: false });
  },
);

test('follows nothing on a disk that does not answer, or of a file that goes at that moment', async () => {
  expect(await following(async () => null)).toMatchObject({ follows: false });
  rmSync(file);
  const look = async () => ({ exitCode: 0, stdout: `ext2/ext3\n${NAME}\n`, stderr: '' });
  expect(await following(look)).toMatchObject({ follows: false });
});
