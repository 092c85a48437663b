import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sandboxProfile } from '../../../electron/shared/failures/desktop.ts';
import { ROOT } from '../../lab/paths.ts';
import { run } from '../../lab/shell.ts';

/** `npm start` with an Electron that says what Chromium says. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function started(electron: string): string {
  writeFileSync(join(folder, 'electron'), `#!/bin/sh\n${electron}\n`);
  chmodSync(join(folder, 'electron'), 0o755);
  const env = { ...process.env, DISPLAY: ':999', ELECTRON_OVERRIDE_DIST_PATH: folder, JENKINS_TRAY_CONFIG: folder };
  const { status, stderr } = run(process.execPath, [join(ROOT, 'build/start.mjs')], { env });
  expect(status).not.toBe(0);
  return stderr;
}

test.each([
  'No usable sandbox! Update your kernel or see …',
  'The SUID sandbox helper binary was found, but is not configured correctly. Rather than run without sandboxing …',
])('a sandbox that is not allowed is named, with what mends it: %s', (said) => {
  const told = started(`echo 'FATAL:zygote_host_impl_linux.cc] ${said}' >&2; exit 133`);
  const helper = `sudo chown root '${folder}/chrome-sandbox' && sudo chmod 4755 '${folder}/chrome-sandbox'`;
  const profile = sandboxProfile('jenkins-tray-checkout', join(folder, 'electron'));
  expect(told.includes(helper) || told.includes(profile)).toBe(true);
  expect(told).not.toContain('--no-sandbox');
});

test('a display that cannot be opened is named', () => {
  expect(started("echo 'Missing X server or $DISPLAY' >&2; exit 1")).toContain('The display :999 cannot be opened');
});

test('the page on installing has the same profile', () => {
  const page = readFileSync(join(ROOT, 'docs/install.md'), 'utf8');
  const [, profile = ''] =
    /(abi [\s\S]*\n}\n)/.exec(sandboxProfile('jenkins-tray-local', '/path/to/jenkins-tray')) ?? [];
  expect(profile).toContain('userns,');
  expect(page).toContain(profile);
});
