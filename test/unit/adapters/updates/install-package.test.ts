import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installPackage } from '../../../../electron/adapters/updates/install-package.ts';
import { fileOf } from '../../../doubles/update-feed.ts';

const content = Buffer.from('a package');
const file = fileOf('jenkins-tray_0.2.0_amd64.deb', content);
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jenkins tray's "));
  writeFileSync(join(folder, file.name), content);
  tool('apt', `printf '%s\\n' "$@" > '${quote(folder)}/apt-args'; cp "$3" '${quote(folder)}/installed'`);
});
afterEach(() => rmSync(folder, { recursive: true }));
const quote = (text: string): string => text.replaceAll("'", "'\\''");
function tool(name: string, lines: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
  chmodSync(join(folder, name), 0o755);
}
/** What root's copies left. */
const left = () => readdirSync('/var/tmp').filter((name) => name.startsWith('jenkins-tray-'));
const env = () => ({ PATH: `${folder}${delimiter}${process.env.PATH}` });
const install = (uid = 0, env_ = env()) =>
  installPackage({ path: join(folder, file.name), file, command: ['apt', 'install', '-y'], env: env_, uid });

test('root’s own copy of the package is installed, and goes afterwards', async () => {
  await install();
  const [, , installed = ''] = readFileSync(join(folder, 'apt-args'), 'utf8').split('\n');
  expect(installed).toMatch(/^\/var\/tmp\/jenkins-tray-\w+\/jenkins-tray_0\.2\.0_amd64\.deb$/);
  expect(existsSync(installed)).toBe(false);
  expect(readFileSync(join(folder, 'installed')).equals(content)).toBe(true);
});

test('a package that was changed while the password was asked for is not installed', async () => {
  tool(
    'pkexec',
    `echo changed > '${quote(join(folder, file.name))}'\n[ "$1" = --disable-internal-agent ] && shift\nexec "$@"`,
  );
  const thrown = await install(1000).catch((failure: unknown) => failure);
  expect(thrown).toMatchObject({
    failure: { code: 'update/refused', detail: expect.stringContaining('changed after it was downloaded') },
  });
  // It would install that very file.
  expect(thrown).not.toHaveProperty('failure.command');
  expect(existsSync(join(folder, 'installed'))).toBe(false);
});

test.each([
  ['a device without an end', (path: string) => `ln -sf /dev/zero '${path}'`],
  ['a pipe that nobody writes to', (path: string) => `rm '${path}'; mkfifo '${path}'`],
])('%s in the place of the package costs root neither time nor room', async (_what, put) => {
  tool('pkexec', `${put(quote(join(folder, file.name)))}\n[ "$1" = --disable-internal-agent ] && shift\nexec "$@"`);
  await expect(install(1000)).rejects.toMatchObject({ failure: { code: expect.stringMatching(/^update/) } });
  expect(existsSync(join(folder, 'installed'))).toBe(false);
});

test('of a package that became longer, what was signed is installed', async () => {
  tool(
    'pkexec',
    `head -c 3000000 /dev/zero >> '${quote(join(folder, file.name))}'\n[ "$1" = --disable-internal-agent ] && shift\nexec "$@"`,
  );
  await install(1000);
  expect(readFileSync(join(folder, 'installed')).equals(content)).toBe(true);
});

test('a copy that takes too long is given up', async () => {
  // Put there between root's look and its copy.
  tool('head', 'exec sleep 30');
  const given = { path: join(folder, file.name), file, command: ['apt'], env: env(), uid: 0, maxCopyS: 1 };
  await expect(installPackage(given)).rejects.toMatchObject({ failure: { code: 'update/refused' } });
  expect(left()).toEqual([]);
});

test('an ordinary user’s administrator is asked by pkexec', async () => {
  tool('pkexec', `echo "$1" > '${quote(folder)}/asked'\nshift\nexec "$@"`);
  await install(1000);
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('--disable-internal-agent\n');
});

test.each([
  ['nobody agrees', 'exit 126', 'did not agree'],
  ['nobody can be asked', 'echo "no agent" >&2; exit 127', 'no agent'],
])('where %s the command is told', async (_what, lines, said) => {
  tool('pkexec', lines);
  await expect(install(1000)).rejects.toMatchObject({
    failure: {
      code: 'update/not-installed',
      detail: expect.stringContaining(said),
      command: `sudo apt install -y '${quote(join(folder, file.name))}'`,
    },
  });
});

test('without pkexec the command is told', async () => {
  await expect(install(1000, { PATH: folder })).rejects.toMatchObject({
    failure: { code: 'update/not-installed', command: expect.stringMatching(/^sudo apt/) },
  });
});

test('the package manager’s own words are told', async () => {
  tool('apt', 'echo "E: Unmet dependencies." >&2; exit 100');
  await expect(install()).rejects.toMatchObject({
    failure: { detail: expect.stringMatching(/apt ended with 100.\nE: Unmet dependencies./) },
  });
  expect(left()).toEqual([]);
});
