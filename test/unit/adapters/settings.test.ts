import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

test('a change replaces a file that is not JSON and keeps a copy of it', async () => {
  writeFileSync(file(), '{ "home": ');
  expect((await createSettings(folder).update(atLogin)).desktop.startAtLogin).toBe(true);
  const copy = readdirSync(folder).find((name) => name.startsWith('settings.json.corrupt-')) ?? '';
  expect(readFileSync(join(folder, copy), 'utf8')).toBe('{ "home": ');
});
