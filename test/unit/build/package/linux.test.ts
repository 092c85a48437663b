import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../doubles/script-stage.ts';
import { ROOT } from '../../../lab/paths.ts';
import { type Ran, run } from '../../../lab/shell.ts';

const PROFILE = 'etc/apparmor.d/jenkins-tray';

/** The packages' scripts, with each folder of the system below the stage's. */
function packaged() {
  const stage = scriptStage();
  const scripted = (name: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Ran => {
    const text = readFileSync(join(ROOT, 'build/package/linux', name), 'utf8');
    const path = stage.write(
      name,
      text.replaceAll(/(?<![\w-])\/(?=(?:etc|opt|proc|sys|usr\/share)\/)/g, `${stage.folder}/`),
    );
    return run('/bin/sh', [path, ...args], { env: { PATH: join(stage.folder, 'bin'), ...env } });
  };
  stage.write('opt/jenkins-tray/resources/apparmor-profile', 'profile');
  stage.write('opt/jenkins-tray/chrome-sandbox', '');
  stage.stub('unshare');
  stage.stub('update-desktop-database');
  const exists = (path: string): boolean => existsSync(join(stage.folder, path));
  const helper = (): number => statSync(join(stage.folder, 'opt/jenkins-tray/chrome-sandbox')).mode & 0o7777;
  return { stage, scripted, exists, helper };
}

test.each([
  ['dpkg', 'remove', false],
  ['dpkg', 'purge', false],
  ['dpkg', 'upgrade', true],
  ['dpkg', 'failed-upgrade', true],
  // The old version stays, and so does what lets it work.
  ['dpkg', 'abort-upgrade', true],
  ['dpkg', 'abort-install', true],
  ['dpkg', 'disappear', true],
  ['rpm', '0', false],
  ['rpm', '1', true],
  ['rpm', '2', true],
])('after a removal by %s (%s) the profile is there: %s', (_, argument, there) => {
  const { stage, scripted, exists } = packaged();
  stage.write(PROFILE, 'profile');
  expect(scripted('after-remove', [argument])).toMatchObject({ status: 0, stderr: '' });
  expect(exists(PROFILE)).toBe(there);
});

test('the profile is loaded where the kernel has AppArmor, and the sandbox needs no helper', () => {
  const { stage, scripted, exists, helper } = packaged();
  stage.stub('apparmor_parser');
  stage.write('sys/kernel/security/apparmor/profiles', '');
  stage.write('proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1\n');
  expect(scripted('after-install', ['configure'])).toMatchObject({ status: 0, stderr: '' });
  expect(exists(PROFILE)).toBe(true);
  expect(helper()).toBe(0o755);
  expect(stage.calls().some((call) => call.includes('--replace'))).toBe(true);
});

test.each([
  ['a parser that refuses the profile', 'exit 1', false],
  ['a kernel that does not take it', 'case "$1" in --replace) exit 1 ;; esac', true],
])('%s leaves the package installed, with the helper where namespaces are restricted', (_, parser, there) => {
  const { stage, scripted, exists, helper } = packaged();
  stage.stub('apparmor_parser', parser);
  stage.write('sys/kernel/security/apparmor/profiles', '');
  stage.write('proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1\n');
  expect(scripted('after-install', ['configure']).status).toBe(0);
  expect(exists(PROFILE)).toBe(there);
  expect(helper()).toBe(0o4755);
});

test('without AppArmor, the helper is set up only where users get no namespaces', () => {
  const { stage, scripted, exists, helper } = packaged();
  expect(scripted('after-install', ['1']).status).toBe(0);
  expect(helper()).toBe(0o755);
  stage.stub('unshare', 'exit 1');
  expect(scripted('after-install', ['2']).status).toBe(0);
  expect(helper()).toBe(0o4755);
  expect(exists(PROFILE)).toBe(false);
});

test.each([
  [['--toggle'], {}, 'app --toggle'],
  [['--up', 'dind'], {}, 'app --up dind'],
  [['--up=dood', '--hidden'], {}, 'app --up=dood --hidden'],
  [[], { DISPLAY: ':0' }, 'app '],
  [[], { WAYLAND_DISPLAY: 'wayland-0' }, 'app '],
  [[], {}, 'cli '],
  [['up', 'dind', '--yes'], { DISPLAY: ':0' }, 'cli up dind --yes'],
  [['--version'], { DISPLAY: ':0' }, 'cli --version'],
] as const)('jenkins-tray %j with %j runs: %s', (args, env, expected) => {
  const { stage, scripted } = packaged();
  const text = (name: string): string => `#!/bin/sh\necho "${name} $*"\n`;
  const app = stage.write('opt/jenkins-tray/jenkins-tray', text('app'));
  const cli = stage.write('opt/jenkins-tray/resources/cli/jenkins-tray-cli', text('cli'));
  run('chmod', ['+x', app, cli]);
  expect(scripted('launcher', args, env).stdout).toBe(`${expected}\n`);
});
