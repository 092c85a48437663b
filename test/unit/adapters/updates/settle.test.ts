import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { earlierPackage, settleUpdate } from '../../../../electron/adapters/updates/settle.ts';
import {
  failedNote,
  pendingNote,
  type UpdateNote,
  updatesFolder,
  writeNote,
} from '../../../../electron/adapters/updates/update-note.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-settle-'));
  mkdirSync(join(updatesFolder(folder), 'pending'), { recursive: true });
  for (const name of ['0.0.9.deb', '0.0.9.AppImage', '0.1.0.AppImage', 'pending/new.deb'])
    writeFileSync(join(updatesFolder(folder), name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));
const left = () => readdirSync(updatesFolder(folder)).sort();
const note = (kind: UpdateNote['kind']): UpdateNote => ({
  kind,
  from: '0.1.0',
  to: '0.2.0',
  previous: null,
  downloaded: join(updatesFolder(folder), 'pending', 'new.deb'),
});

test('a newer version that has started keeps its package, to be gone back to from the next', async () => {
  await writeNote(pendingNote(folder), note('deb'));
  expect(settleUpdate(folder, '0.2.0')).toBeNull();
  expect(left()).toEqual(['0.2.0.deb']);
  expect(earlierPackage(folder, '0.2.0', 'deb')).toBe(join(updatesFolder(folder), '0.2.0.deb'));
});

test('of an AppImage the earlier one is kept', async () => {
  await writeNote(pendingNote(folder), note('AppImage'));
  expect(settleUpdate(folder, '0.2.0')).toBeNull();
  expect(left()).toEqual(['0.1.0.AppImage']);
});

test('an update that was gone back from is told at each start of the earlier version', async () => {
  await writeNote(failedNote(folder), note('AppImage'));
  expect(settleUpdate(folder, '0.1.0')).toEqual(note('AppImage'));
  expect(settleUpdate(folder, '0.1.0')).toEqual(note('AppImage'));
  expect(settleUpdate(folder, '0.3.0')).toBeNull();
  expect(existsSync(failedNote(folder))).toBe(false);
});

test('an update that was cut off changes nothing', async () => {
  await writeNote(pendingNote(folder), note('deb'));
  expect(settleUpdate(folder, '0.1.0')).toBeNull();
  expect(existsSync(pendingNote(folder))).toBe(false);
  expect(left()).toContain('pending');
});

test('without updates nothing is there, and nothing is made', () => {
  rmSync(updatesFolder(folder), { recursive: true });
  expect(settleUpdate(folder, '0.1.0')).toBeNull();
  writeFileSync(join(folder, 'updates'), 'not a folder');
  expect(settleUpdate(folder, '0.1.0')).toBeNull();
  rmSync(join(folder, 'updates'));
  expect(readdirSync(folder)).toEqual([]);
  mkdirSync(updatesFolder(folder));
});
