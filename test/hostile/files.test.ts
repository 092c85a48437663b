import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeJson } from '../../electron/adapters/json-file.ts';
import { openToOthers } from '../../electron/adapters/open-folder.ts';
import { createSecrets, passwordPath } from '../../electron/adapters/secrets.ts';
import { createSettings } from '../../electron/adapters/settings.ts';
import { failureOf } from '../../electron/shared/failure.ts';

/** What others can do with the settings folder, and what is there instead of our files. */

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test.each(['777', '1777', '702'])('guard openToOthers: settings in a folder of mode %s are not used', async (bits) => {
  writeFileSync(join(folder, 'settings.json'), '{"address":"0.0.0.0"}');
  chmodSync(folder, Number.parseInt(bits, 8));
  const settings = createSettings(folder);
  expect(settings.load()).toMatchObject({
    settings: { address: '127.0.0.1' },
    problem: { code: 'settings/unwritable', title: 'Others can change your settings' },
  });
  await expect(settings.update((it) => it)).rejects.toMatchObject({ failure: { code: 'settings/unwritable' } });
});

test('guard openToOthers: a folder of another user is not used, except by root', () => {
  const { uid } = statSync(folder);
  expect(openToOthers(folder, uid)).toBeNull();
  expect(openToOthers(folder, 0)).toBeNull();
  // Root's own folders may be used by everybody.
  expect(openToOthers(folder, uid + 1) === null).toBe(uid === 0);
});

test('guard mode 0600: with umask 0 nobody else reads settings or password', async () => {
  const own = join(folder, 'new');
  const program = [
    "import { createSettings } from './electron/adapters/settings.ts';",
    "import { createSecrets } from './electron/adapters/secrets.ts';",
    'process.umask(0);',
    `await createSettings(${JSON.stringify(own)}).update((it) => it);`,
    `await createSecrets(${JSON.stringify(own)}).adminPassword();`,
  ].join('\n');
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' });
  expect(mode(join(own, 'settings.json'))).toBe('600');
  expect(mode(passwordPath(own))).toBe('600');
  expect(mode(own)).toBe('700');
  expect(mode(join(own, 'secrets'))).toBe('700');
});

test('guard wx: the password is not written through a link', async () => {
  const target = join(folder, 'target');
  writeFileSync(target, 'untouched');
  mkdirSync(join(folder, 'secrets'), { mode: 0o700 });
  symlinkSync(target, `${passwordPath(folder)}.${process.pid}`);
  expect(await createSecrets(folder).adminPassword()).toHaveLength(24);
  expect(readFileSync(target, 'utf8')).toBe('untouched');
});

test('guard readJson: a pipe, a device, a folder or a circle of links in place of the settings is refused at once', () => {
  const path = join(folder, 'settings.json');
  const attempts: readonly (() => void)[] = [
    () => void execFileSync('mkfifo', [path]),
    () => symlinkSync('/dev/zero', path),
    () => mkdirSync(path),
    () => symlinkSync(path, path),
  ];
  for (const attempt of attempts) {
    rmSync(path, { recursive: true, force: true });
    attempt();
    const began = performance.now();
    expect(createSettings(folder).load().problem?.code).toBe('settings/unwritable');
    expect(performance.now() - began).toBeLessThan(2000);
  }
});

test('guard writeJson: where nothing can be written, that is a failure of its own', async () => {
  // Even root cannot write there.
  const failure = await writeJson('/proc/jenkins-tray/settings.json', {}).then(() => null, failureOf);
  expect(failure?.code).toBe('settings/unwritable');
});
