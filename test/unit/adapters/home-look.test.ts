import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookAtHome } from '../../../electron/adapters/home-look.ts';
import { createPathLook, type PathLook } from '../../../electron/adapters/path-look.ts';

/** What is seen of a home from outside, as this user. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-home '));
});
afterEach(() => rmSync(folder, { recursive: true }));
const home = (path = folder) => lookAtHome(path, createPathLook());
const answering =
  (stdout: string): PathLook =>
  async () => ({ exitCode: 0, stdout, stderr: '' });

test('an empty folder, also a new disk with lost+found', async () => {
  expect(await home()).toMatchObject({ kind: 'folder', empty: true, marked: false, fresh: false, version: null });
  mkdirSync(join(folder, 'lost+found'));
  expect(await home()).toMatchObject({ empty: true, readOnly: false });
});

test('a home that Jenkins has run on, through a link', async () => {
  mkdirSync(join(folder, 'real', '.jenkins-tray'), { recursive: true });
  for (const name of ['marker.json', 'new']) writeFileSync(join(folder, 'real', '.jenkins-tray', name), '');
  writeFileSync(join(folder, 'real', 'config.xml'), '<hudson>\n<version>2.462.1</version>\nconfig\n</hudson>');
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  expect(await home(join(folder, 'link'))).toMatchObject({
    ...{ kind: 'folder', empty: false, marked: true, fresh: true, version: '2.462.1' },
    ownerUid: process.getuid?.(),
    freeBytes: expect.any(Number),
  });
});

test('a missing home, a file, and a path below a file', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect((await home(join(folder, 'gone'))).kind).toBe('missing');
  expect((await home(join(folder, 'file'))).kind).toBe('not-a-folder');
  expect((await home(join(folder, 'file', 'below'))).kind).toBe('not-a-folder');
});

test('a link to nothing, whose disk may not be mounted, is not missing', async () => {
  symlinkSync('/mnt/not-mounted', join(folder, 'home'));
  expect((await home(join(folder, 'home'))).kind).toBe('broken-link');
});

test('a marker that this user may not look at is not absent', async () => {
  const line = 'stat 41ed 1000 1000\nseen\n';
  expect(await lookAtHome(folder, answering(line))).toMatchObject({ marked: null, fresh: null });
  symlinkSync('marker.json', join(folder, '.jenkins-tray'));
  expect(await home()).toMatchObject({ marked: false });
  rmSync(join(folder, '.jenkins-tray'));
  symlinkSync('.jenkins-tray', join(folder, '.jenkins-tray'));
  expect(await home()).toMatchObject({ kind: 'folder', marked: null });
});

test('whether uid 1000 can write is told by owner and mode', async () => {
  const line = (mode: string, owner: string) => lookAtHome(folder, answering(`stat ${mode} ${owner}\n`));
  expect(await line('41ed', '1000 1000')).toMatchObject({ writable: true, empty: null, freeBytes: null });
  expect(await line('416d', '1000 1000')).toMatchObject({ writable: false });
  expect(await line('41fd', '0 1000')).toMatchObject({ writable: true });
  expect(await line('41ff', '0 0')).toMatchObject({ writable: true });
  expect(await line('41ed', '0 0')).toMatchObject({ writable: false });
  chmodSync(folder, 0o700);
});

test('a file system that does not tell its size has unknown space, not none', async () => {
  expect(await lookAtHome(folder, answering('stat 41ed 1000 1000\ndisk 0 4096 0\n'))).toMatchObject({
    freeBytes: null,
  });
  expect(await lookAtHome(folder, answering('stat 41ed 1000 1000\ndisk 0 4096 9\n'))).toMatchObject({ freeBytes: 0 });
});
