import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createXdgAutostart } from '../../../electron/adapters/autostart.ts';
import { autostartChange } from '../../../electron/core/desktop/autostart.ts';

let config: string;
beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'autostart-'));
});
afterEach(() => rmSync(config, { recursive: true }));

const path = () => join(config, 'autostart', 'jenkins-tray.desktop');
const autostart = (...command: readonly string[]) => createXdgAutostart(command, { XDG_CONFIG_HOME: config });
const entry = () => readFileSync(path(), 'utf8');
const exec = () => /^Exec=(.*)$/m.exec(entry())?.[1];
const edit = (change: (text: string) => string) => {
  mkdirSync(dirname(path()), { recursive: true });
  writeFileSync(path(), change(entry()));
};

test('an entry that the desktop accepts, hidden at login', async () => {
  await autostart('/opt/jenkins-tray/jenkins-tray').set(true);
  execFileSync('desktop-file-validate', [path()]);
  expect(exec()).toBe('/opt/jenkins-tray/jenkins-tray --hidden');
  expect(autostart('/opt/jenkins-tray/jenkins-tray').enabled()).toBe(true);
});
test.each([
  ['/home/anna/My Apps/Jenkins Tray.AppImage', '"/home/anna/My Apps/Jenkins Tray.AppImage" --hidden'],
  ['/home/jörg/50%/app', '"/home/jörg/50%%/app" --hidden'],
  ['/home/x/$HOME "a"/b`c', '"/home/x/\\\\$HOME \\\\"a\\\\"/b\\\\`c" --hidden'],
  [String.raw`/home/x/back\slash`, String.raw`"/home/x/back\\\\slash" --hidden`],
])('a path that needs quotes: %s', async (program, expected) => {
  await autostart(program).set(true);
  execFileSync('desktop-file-validate', [path()]);
  expect(exec()).toBe(expected);
});
test('switched off, nothing stays', async () => {
  await autostart('/opt/app').set(true);
  await autostart('/opt/app').set(false);
  expect(() => entry()).toThrow('ENOENT');
  expect(autostart('/opt/app').enabled()).toBe(false);
});
test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
  '%s is the user’s own way to switch it off',
  async (line) => {
    await autostart('/opt/app').set(true);
    edit((text) => `${text.replace(/^X-GNOME.*\n/m, '')}${line}\n`);
    expect(autostart('/opt/app').enabled()).toBe(false);
  },
);
test('an AppImage that moved is found again, and the user’s own lines stay', async () => {
  await autostart('/home/anna/Downloads/jt.AppImage').set(true);
  edit((text) => `${text}X-GNOME-Autostart-Delay=10\nHidden=true\n`);
  await autostart('/home/anna/Apps/$1/jt.AppImage').repair();
  expect(exec()).toBe(String.raw`"/home/anna/Apps/\\$1/jt.AppImage" --hidden`);
  expect(entry()).toContain('X-GNOME-Autostart-Delay=10');
  expect(autostart('/home/anna/Apps/$1/jt.AppImage').enabled()).toBe(false);
});
test('repair makes no entry where there is none', async () => {
  await autostart('/opt/app').repair();
  expect(autostart('/opt/app').enabled()).toBe(false);
});
test('whoever changed last wins: the setting here, or the user in their desktop’s own list', () => {
  expect(autostartChange(true, null, false)).toEqual({ kind: 'apply', on: true });
  expect(autostartChange(true, true, true)).toEqual({ kind: 'none' });
  expect(autostartChange(true, true, false)).toEqual({ kind: 'follow', on: false });
  expect(autostartChange(false, true, true)).toEqual({ kind: 'apply', on: false });
  expect(autostartChange(false, false, true)).toEqual({ kind: 'follow', on: true });
});
