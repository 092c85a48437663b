import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createXdgEntry } from '../../../electron/adapters/start-at-login.ts';
import { startAtLoginChange } from '../../../electron/core/desktop/start-at-login.ts';

let config: string;
beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'autostart-'));
});
afterEach(() => rmSync(config, { recursive: true }));

const path = () => join(config, 'autostart', 'jenkins-tray.desktop');
const startAtLogin = (...command: readonly string[]) => createXdgEntry(command, { XDG_CONFIG_HOME: config });
const entry = () => readFileSync(path(), 'utf8');
const exec = () => /^Exec=(.*)$/m.exec(entry())?.[1];
const edit = (change: (text: string) => string) => {
  mkdirSync(dirname(path()), { recursive: true });
  writeFileSync(path(), change(entry()));
};

test('start at login writes an entry that the desktop accepts and that starts hidden', async () => {
  await startAtLogin('/opt/jenkins-tray/jenkins-tray').set(true);
  execFileSync('desktop-file-validate', [path()]);
  expect(exec()).toBe('/opt/jenkins-tray/jenkins-tray --hidden');
  expect(startAtLogin('/opt/jenkins-tray/jenkins-tray').enabled()).toBe(true);
});
test.each([
  ['/home/anna/My Apps/Jenkins Tray.AppImage', '"/home/anna/My Apps/Jenkins Tray.AppImage" --hidden'],
  ['/home/jörg/50%/app', '"/home/jörg/50%%/app" --hidden'],
  ['/home/x/$HOME "a"/b`c', '"/home/x/\\\\$HOME \\\\"a\\\\"/b\\\\`c" --hidden'],
  [String.raw`/home/x/back\slash`, String.raw`"/home/x/back\\\\slash" --hidden`],
])('a path that needs quotes is quoted: %s', async (program, expected) => {
  await startAtLogin(program).set(true);
  execFileSync('desktop-file-validate', [path()]);
  expect(exec()).toBe(expected);
});
test('switched off, start at login leaves nothing behind', async () => {
  await startAtLogin('/opt/app').set(true);
  await startAtLogin('/opt/app').set(false);
  expect(() => entry()).toThrow('ENOENT');
  expect(startAtLogin('/opt/app').enabled()).toBe(false);
});
test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
  '%s is the user’s own way to switch it off',
  async (line) => {
    await startAtLogin('/opt/app').set(true);
    edit((text) => `${text.replace(/^X-GNOME.*\n/m, '')}${line}\n`);
    expect(startAtLogin('/opt/app').enabled()).toBe(false);
  },
);
test('an AppImage that moved is entered again, and the user’s own lines stay', async () => {
  await startAtLogin('/home/anna/Downloads/jt.AppImage').set(true);
  edit((text) => `${text}X-GNOME-Autostart-Delay=10\nHidden=true\n`);
  await startAtLogin('/home/anna/Apps/$1/jt.AppImage').repair();
  expect(exec()).toBe(String.raw`"/home/anna/Apps/\\$1/jt.AppImage" --hidden`);
  expect(entry()).toContain('X-GNOME-Autostart-Delay=10');
  expect(startAtLogin('/home/anna/Apps/$1/jt.AppImage').enabled()).toBe(false);
});
test('repair adds no entry where there is none', async () => {
  await startAtLogin('/opt/app').repair();
  expect(startAtLogin('/opt/app').enabled()).toBe(false);
});
test('the last change wins: the setting here or the desktop’s own list', () => {
  expect(startAtLoginChange(true, null, false)).toEqual({ kind: 'apply', on: true });
  expect(startAtLoginChange(true, true, true)).toEqual({ kind: 'none' });
  expect(startAtLoginChange(true, true, false)).toEqual({ kind: 'follow', on: false });
  expect(startAtLoginChange(false, true, true)).toEqual({ kind: 'apply', on: false });
  expect(startAtLoginChange(false, false, true)).toEqual({ kind: 'follow', on: true });
});
test('a user who wants the window at login gets an entry without --hidden, also one that exists', async () => {
  const login = startAtLogin('/opt/jenkins-tray/jenkins-tray');
  await login.set(true, false);
  expect(exec()).toBe('/opt/jenkins-tray/jenkins-tray');
  await login.repair(true);
  expect(exec()).toBe('/opt/jenkins-tray/jenkins-tray --hidden');
  await login.repair(false);
  expect(exec()).toBe('/opt/jenkins-tray/jenkins-tray');
});
