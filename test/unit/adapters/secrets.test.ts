import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecrets, passwordPath, secretsBeside } from '../../../electron/adapters/secrets.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the password is generated once, and only its owner may read it', async () => {
  const asked = await Promise.all([1, 2, 3].map(() => createSecrets(folder).adminPassword()));
  expect(new Set(asked).size).toBe(1);
  expect(asked[0]).toMatch(/^\w{24}$/);
  expect(readFileSync(passwordPath(folder), 'utf8')).toBe(`${asked[0]}\n`);
  expect(statSync(passwordPath(folder)).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(passwordPath(folder)))).toEqual(['admin-password']);
});

test('an empty password file is replaced by a new password', async () => {
  mkdirSync(dirname(passwordPath(folder)), { recursive: true });
  writeFileSync(passwordPath(folder), '');
  const made = await createSecrets(folder).adminPassword();
  expect(made).toMatch(/^\w{24}$/);
  expect(await createSecrets(folder).adminPassword()).toBe(made);
});

test('a password that cannot be read or saved is told as such', async () => {
  mkdirSync(join(folder, 'secrets', 'admin-password'), { recursive: true });
  await expect(createSecrets(folder).adminPassword()).rejects.toMatchObject({
    failure: { code: 'settings/unwritable' },
  });
  writeFileSync(join(folder, 'file'), '');
  await expect(createSecrets(join(folder, 'file')).adminPassword()).rejects.toMatchObject({
    failure: { code: 'settings/unwritable' },
  });
});

test('the app’s token of each home is kept for this user alone', async () => {
  const secrets = createSecrets(folder);
  expect(await secrets.apiToken('home-1')).toBeNull();
  await secrets.keepApiToken('home-1', '');
  expect(await secrets.apiToken('home-1')).toBe('');
  await secrets.keepApiToken('home-1', '11aa');
  expect(await secrets.apiToken('home-1')).toBe('11aa');
  expect(await secrets.apiToken('home-2')).toBeNull();
  const [path = ''] = secretsBeside(passwordPath(folder));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  for (const id of ['../admin-password', '', 'a'.repeat(65)]) {
    await secrets.keepApiToken(id, 'x');
    expect(await secrets.apiToken(id)).toBeNull();
  }
  expect(secretsBeside(passwordPath(folder))).toHaveLength(1);
});
