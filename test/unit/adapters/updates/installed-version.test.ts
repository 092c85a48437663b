import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedVersion } from '../../../../electron/adapters/updates/installed-version.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-installed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const installed = (kind: 'deb' | 'rpm' | 'AppImage', lines: string) => {
  for (const name of ['dpkg-query', 'rpm']) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return installedVersion(kind, { PATH: `${folder}${delimiter}${process.env.PATH}` });
};

test.each([
  ['deb', 'printf "installed 0.3.0"', '0.3.0'],
  ['rpm', 'printf "installed 0.3.0"', '0.3.0'],
  ['deb', 'printf "config-files 0.3.0"', null],
  ['deb', 'printf "installed 0.3.0"; exit 1', null],
  ['deb', 'printf "installed 1:0.3.0-2"', null],
  ['rpm', 'echo "package jenkins-tray is not installed"; exit 1', null],
  ['AppImage', 'printf "installed 0.3.0"', null],
] as const)('of a %s whose package manager says %j: %s', async (kind, lines, version) => {
  expect(await installed(kind, lines)).toBe(version);
});

test('Debian’s own dpkg knows the version of what it has not', async () => {
  expect(await installedVersion('deb', process.env)).toBeNull();
});
