import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
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
