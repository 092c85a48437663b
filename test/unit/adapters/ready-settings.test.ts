import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepReadySettings, readySettings } from '../../../electron/adapters/ready-settings.ts';
import { defaultSettings, type Settings } from '../../../electron/shared/settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ready-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = () => join(folder, 'settings.json');
const file = () => join(folder, 'settings-ready.json');

const some: Settings = {
  ...defaultSettings,
  jenkins: { ...defaultSettings.jenkins, javaOpts: '-Xmx2g', user: 'ann', apiToken: 's3cret-token' },
};

test('they are kept for this user only, without the login, and read again', async () => {
  expect(readySettings(path(), [])).toBeNull();
  await keepReadySettings(path(), 'dood', some, []);
  expect(readySettings(path(), [])).toEqual({ ...some, jenkins: { ...some.jenkins, user: '', apiToken: '' } });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8')).not.toContain('s3cret-token');
});

test('the same settings are not written again', async () => {
  await keepReadySettings(path(), 'dood', some, []);
  const { ino } = statSync(file());
  await keepReadySettings(path(), 'dood', { ...some, jenkins: { ...some.jenkins, user: 'bob' } }, []);
  expect(statSync(file()).ino).toBe(ino);
});

test.each(['', '{', '[]', '{"version":99}', '{"ports":{"dind":"x"}}'])('a file that says %j is none', (text) => {
  writeFileSync(file(), text);
  expect(readySettings(path(), [])).toBeNull();
});

test('those of an older format are brought to the newest', () => {
  writeFileSync(file(), JSON.stringify({ version: 0, java: '-Xmx1g' }));
  const step = ({ java }: Readonly<Record<string, unknown>>) => ({ jenkins: { javaOpts: java } });
  expect(readySettings(path(), [step])?.jenkins.javaOpts).toBe('-Xmx1g');
});

test('what cannot be written is said', async () => {
  mkdirSync(file());
  await expect(keepReadySettings(path(), 'dood', some, [])).rejects.toMatchObject({
    failure: { code: 'settings/unwritable' },
  });
});
