import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceAppImage } from '../../../../electron/adapters/updates/replace-appimage.ts';
import { fileOf } from '../../../doubles/update-feed.ts';

const content = Buffer.from('the newer one');
const file = fileOf('jenkins-tray-0.2.0.AppImage', content, 'AppImage');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-appimage-'));
  writeFileSync(join(folder, 'mine.AppImage'), 'the earlier one', { mode: 0o755 });
  writeFileSync(join(folder, 'newer'), content, { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));
const appImage = () => join(folder, 'mine.AppImage');
const previous = () => join(folder, 'updates', '0.1.0.AppImage');
const replace = () =>
  replaceAppImage({ appImage: appImage(), newer: join(folder, 'newer'), file, previous: previous() });

test('an AppImage keeps its name and mode, and the earlier one is kept', async () => {
  await replace();
  expect(readFileSync(appImage(), 'utf8')).toBe('the newer one');
  expect(statSync(appImage()).mode & 0o777).toBe(0o755);
  expect(readFileSync(previous(), 'utf8')).toBe('the earlier one');
  expect(readdirSync(folder).sort()).toEqual(['mine.AppImage', 'newer', 'updates']);
});

test('a file that was changed after its download does not get there', async () => {
  writeFileSync(join(folder, 'newer'), 'something else');
  await expect(replace()).rejects.toMatchObject({ failure: { code: 'update/refused' } });
  expect(readFileSync(appImage(), 'utf8')).toBe('the earlier one');
  expect(existsSync(`${appImage()}.update`)).toBe(false);
});

test('what cannot be written is told, and the earlier one stays', async () => {
  writeFileSync(join(folder, 'updates'), 'a file in the folder’s place');
  await expect(replace()).rejects.toMatchObject({ failure: { code: 'update/not-installed' } });
  expect(readFileSync(appImage(), 'utf8')).toBe('the earlier one');
});

test('a link that somebody left where the newer one is prepared leads nowhere', async () => {
  writeFileSync(join(folder, 'precious'), 'precious');
  symlinkSync(join(folder, 'precious'), `${appImage()}.update`);
  await replace();
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
  expect(readFileSync(appImage(), 'utf8')).toBe('the newer one');
});
