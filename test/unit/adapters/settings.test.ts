import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchFile } from '../../../electron/adapters/json-file.ts';
import { createSettings } from '../../../electron/adapters/settings.ts';
import type { Settings } from '../../../electron/shared/settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'settings.json');
const atLogin = (now: Settings): Settings => ({ ...now, desktop: { ...now.desktop, startAtLogin: true } });

test.each([
  ['a wrong value', '{ "home": "/srv/mine", "ports": { "dind": "8081" } }', 'settings/invalid'],
  ['an unknown key', '{ "home": "/srv/mine", "colour": "red" }', 'settings/invalid'],
  ['a newer format', '{ "version": 99, "home": "/srv/mine" }', 'settings/newer'],
])('a change does not replace settings that have %s', async (_what, text, code) => {
  writeFileSync(file(), text);
  await expect(createSettings(folder).update(atLogin)).rejects.toMatchObject({ failure: { code } });
  expect(readFileSync(file(), 'utf8')).toBe(text);
});

test.each([
  '{ "home": "/srv/mine", }',
  '{ "home": "/srv/mine" "instance": "x" }',
  '{ "ports": { "dind": 8081 }',
  '// mine\n{ "jenkins": {} }',
])('a change does not reset the settings in a file with a slip: %s', async (text) => {
  writeFileSync(file(), text);
  await expect(createSettings(folder).update(atLogin)).rejects.toMatchObject({ failure: { code: 'settings/invalid' } });
  expect(readFileSync(file(), 'utf8')).toBe(text);
});

test('an empty file, as a power failure leaves it, is none', async () => {
  writeFileSync(file(), '');
  expect(createSettings(folder).load().problem).toBeNull();
  expect((await createSettings(folder).update(atLogin)).desktop.startAtLogin).toBe(true);
});

test('a lock that another process holds for long is told as such', async () => {
  mkdirSync(join(folder, 'settings.json.lock'));
  const busy = setInterval(() => utimesSync(join(folder, 'settings.json.lock'), new Date(), new Date()), 500);
  await expect(createSettings(folder).update(atLogin)).rejects.toMatchObject({ failure: { code: 'lock/held' } });
  clearInterval(busy);
});

test('a folder that cannot be written to is told as such', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  for (const place of [join(folder, 'a-file', 'below'), '/proc/none/below'])
    await expect(createSettings(place).update(atLogin)).rejects.toMatchObject({
      failure: { code: 'settings/unwritable' },
    });
});

test('a file of another editor, with a byte order mark and Windows line ends, is read', () => {
  writeFileSync(file(), '\ufeff{\r\n  "instance": "two"\r\n}\r\n');
  expect(createSettings(folder).load()).toMatchObject({ problem: null, settings: { instance: 'two' } });
});

test('a folder that cannot be looked at is told as such', () => {
  // As with a parent that only others may enter (EACCES), which root in the tests may.
  symlinkSync('loop', join(folder, 'loop'));
  expect(createSettings(join(folder, 'loop', 'below')).load().problem).toMatchObject({ code: 'settings/unwritable' });
});

test('what is no folder or no file is not called somebody else’s', () => {
  writeFileSync(join(folder, 'a-file'), '');
  mkdirSync(join(folder, 'other', 'settings.json'), { recursive: true });
  for (const place of ['a-file', 'other'])
    expect(createSettings(join(folder, place)).load().problem).toEqual({
      code: 'settings/unwritable',
      title: 'Your settings cannot be read',
      detail: expect.stringMatching(/^(?!Error)/),
      fix: 'Move away what is in its place, or name another settings folder with --config.',
    });
});

test('changes are seen without file watches, as where editors hold them all', async () => {
  await createSettings(folder).update(atLogin);
  const none = (): never => {
    throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
  };
  let changes = 0;
  const end = watchFile(file(), () => (changes += 1), none);
  await new Promise((resolve) => setTimeout(resolve, 700));
  writeFileSync(file(), '{ "instance": "two" }');
  await expect.poll(() => changes).toBeGreaterThan(0);
  end();
});

test('a change replaces a file that is not JSON and keeps a copy of it', async () => {
  writeFileSync(file(), '{ "home": ');
  expect((await createSettings(folder).update(atLogin)).desktop.startAtLogin).toBe(true);
  const copy = readdirSync(folder).find((name) => name.startsWith('settings.json.corrupt-')) ?? '';
  expect(readFileSync(join(folder, copy), 'utf8')).toBe('{ "home": ');
});

/** Formats of yesterday: 0 called the home `folder`, and -1 had it in a list. */
const steps = [
  ({ folders, ...rest }: Readonly<Record<string, unknown>>) => ({
    ...rest,
    folder: Array.isArray(folders) ? folders[0] : '',
  }),
  ({ folder: home, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, home }),
];
const migrating = () => createSettings(folder, undefined, steps);
const copies = () => readdirSync(folder).filter((name) => name.startsWith('settings.json.format'));

test.each([
  [-1, '{ "version": -1, "folders": ["/srv/mine"], "address": "0.0.0.0" }'],
  [0, '{ "version": 0, "folder": "/srv/mine", "address": "0.0.0.0" }'],
])('settings of format %d are read in today’s, and a copy is kept when they first change', async (format, text) => {
  writeFileSync(file(), text);
  expect(migrating().load()).toMatchObject({ problem: null, settings: { home: '/srv/mine', address: '0.0.0.0' } });
  // An update that does not start is gone back from: only a change is written.
  expect(readFileSync(file(), 'utf8')).toBe(text);
  expect(copies()).toEqual([]);
  await migrating().update(atLogin);
  expect(createSettings(folder).load()).toMatchObject({ problem: null, settings: { version: 1, home: '/srv/mine' } });
  expect(copies()).toEqual([`settings.json.format-${format}`]);
  expect(readFileSync(join(folder, copies()[0] ?? ''), 'utf8')).toBe(text);
  expect(statSync(join(folder, copies()[0] ?? '')).mode & 0o777).toBe(0o600);
  await migrating().update(atLogin);
  expect(copies()).toHaveLength(1);
});

test('a second copy of one format does not replace the first, and the newest is the one to go back to', async () => {
  for (const home of ['/srv/one', '/srv/two']) {
    writeFileSync(file(), JSON.stringify({ version: 0, folder: home }));
    await migrating().update(atLogin);
  }
  expect(copies()).toHaveLength(2);
  expect(readFileSync(join(folder, 'settings.json.format-0'), 'utf8')).toContain('/srv/two');
});

test('older settings that are not valid are left alone, and nothing is written without a copy', async () => {
  const wrong = '{ "version": 0, "folder": 42 }';
  writeFileSync(file(), wrong);
  await expect(migrating().update(atLogin)).rejects.toMatchObject({ failure: { code: 'settings/invalid' } });
  expect(readFileSync(file(), 'utf8')).toBe(wrong);
  const right = '{ "version": 0, "folder": "/srv/mine" }';
  writeFileSync(file(), right);
  mkdirSync(join(folder, 'settings.json.format-0', 'full'), { recursive: true });
  utimesSync(join(folder, 'settings.json.format-0'), 1, 1);
  mkdirSync(join(folder, 'settings.json.format-0-1000', 'full'), { recursive: true });
  await expect(migrating().update(atLogin)).rejects.toMatchObject({ failure: { code: 'settings/unwritable' } });
  expect(readFileSync(file(), 'utf8')).toBe(right);
});

test.each(['2', '99', '1.5', '1e300'])('settings of the newer format %s are refused untouched', async (version) => {
  const text = `{ "version": ${version}, "home": "/srv/mine", "colour": "red" }`;
  writeFileSync(file(), text);
  expect(createSettings(folder).load().problem).toMatchObject({ code: 'settings/newer', fix: 'Update Jenkins Tray.' });
  await expect(createSettings(folder).update(atLogin)).rejects.toMatchObject({ failure: { code: 'settings/newer' } });
  expect(readFileSync(file(), 'utf8')).toBe(text);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('the copy from before the newer version is named, to go back to', () => {
  writeFileSync(file(), '{ "version": 2 }');
  writeFileSync(`${file()}.format-1`, '{}');
  expect(createSettings(folder).load().problem?.command).toBe(`cp -p '${file()}.format-1' '${file()}'`);
});

test.each(['0', '-1', '"2"', 'null', 'true', '[]'])('%s is no format that there was', (version) => {
  writeFileSync(file(), `{ "version": ${version} }`);
  expect(createSettings(folder).load().problem).toMatchObject({ code: 'settings/invalid' });
});
