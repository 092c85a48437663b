import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld } from '../../electron/adapters/world.ts';
import { provideSecrets } from '../../electron/core/execute/provide-secrets.ts';
import {
  answers,
  asHome,
  build,
  failureOf,
  home,
  IMAGES,
  mark,
  newHome,
  reason,
  removeAll,
  secrets,
  state,
  until,
} from '../lab/image-lab.ts';
import { LAB } from '../lab/paths.ts';
import { assets, docker, NO_DISCOVERY } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

beforeAll(async () => {
  removeAll();
  await build('jenkins');
});
afterAll(() => {
  removeAll();
  run('docker', ['rmi', '-f', IMAGES.jenkins, 'imgt-packages']);
});

/** No Jenkins has been ready on the home yet, and its config.xml keeps everybody out, as the check of a home leaves it. */
function beNew(): void {
  writeFileSync(join(mark, 'new'), '');
  const closed =
    '<hudson><useSecurity>true</useSecurity><denyAnonymousReadAccess>true</denyAnonymousReadAccess></hudson>';
  writeFileSync(join(home, 'config.xml'), closed);
  chownSync(join(home, 'config.xml'), 1000, 1000);
}

describe('the Jenkins image', () => {
  test('the Jenkins image has the tools that builds expect', () => {
    const tools = 'git ssh curl gpg tar xz vim python3 docker';
    const asked = `for t in ${tools}; do command -v $t >/dev/null || echo no $t; done; docker buildx version; docker compose version; test -e /usr/share/bash-completion/bash_completion; echo $?`;
    const said = docker('run', '--rm', '--entrypoint', 'sh', IMAGES.jenkins, '-c', asked);
    expect(said).not.toContain('no ');
    expect(said).toMatch(/buildx/);
    expect(said).toMatch(/Compose version/);
    expect(said.endsWith('\n0')).toBe(true);
  });

  test('a package of the user is installed; one that does not exist fails the build by name', async () => {
    await build('jenkins', { 'packages.txt': '# mine\nfile\n' }, 'imgt-packages');
    expect(docker('run', '--rm', '--entrypoint', 'file', 'imgt-packages', '--version')).toContain('file-');
    const failure = await failureOf(build('jenkins', { 'packages.txt': 'file\nno-such-package-xyz\n' }, 'imgt-bad'));
    expect(failure).toContain('image/build-failed');
    expect(reason(failure)).toBe('jenkins-tray: packages.txt: no such package: no-such-package-xyz');
    const odd = await failureOf(build('jenkins', { 'packages.txt': 'file;reboot\n' }, 'imgt-bad'));
    expect(reason(odd)).toBe('jenkins-tray: packages.txt: "file;reboot" is not a valid Debian package name');
  });

  test('a plugin that cannot be installed fails the build with the installer’s message', async () => {
    const failure = await failureOf(build('jenkins', { 'plugins.txt': 'git:5.7.0\nno version here\n' }, 'imgt-bad'));
    expect(failure).toContain('image/build-failed');
    expect(reason(failure)).toMatch(/^jenkins-tray: plugins\.txt: a plugin could not be installed: .*no version here/);
  });

  test('a home without the marker exits with 78, and nothing is written into it', () => {
    newHome(false);
    const ran = run('docker', ['run', '--rm', ...asHome, IMAGES.jenkins]);
    expect(ran.status).toBe(78);
    expect(ran.stderr).toContain('marker.json is missing');
    expect(existsSync(join(home, 'war'))).toBe(false);
  });

  test('if the nested engine does not answer in time, the container exits with 75', () => {
    newHome();
    const began = Date.now();
    const ran = run('docker', [
      ...['run', '--rm', ...asHome, '-e', 'DOCKER_HOST=tcp://127.0.0.1:2376', '-e', 'DOCKER_TLS_VERIFY=1'],
      ...['-e', 'JENKINS_TRAY_ENGINE_WAIT=2', IMAGES.jenkins],
    ]);
    expect(ran.status).toBe(75);
    expect(ran.stderr).toContain('did not answer within 2 s');
    expect(Date.now() - began).toBeLessThan(45_000);
  });

  test('a new home waits for its administrator and exits with 78 without one: never an open Jenkins', () => {
    newHome();
    beNew();
    const began = Date.now();
    const ran = run('docker', [
      'run',
      '--rm',
      ...asHome,
      ...secrets,
      '-e',
      'JENKINS_TRAY_SECRETS_WAIT=2',
      IMAGES.jenkins,
    ]);
    expect(ran.status).toBe(78);
    expect(ran.stderr).toContain('did not arrive in /run/jenkins-tray/admin-password within 2 s');
    // The shell counts whole seconds.
    expect(Date.now() - began).toBeGreaterThan(1000);
    expect(existsSync(join(home, 'war'))).toBe(false);
  });

  test('a new home that its config.xml does not close is not started', () => {
    newHome();
    writeFileSync(join(mark, 'new'), '');
    const ran = run('docker', ['run', '--rm', ...asHome, ...secrets, IMAGES.jenkins]);
    expect(ran.status).toBe(78);
    expect(ran.stderr).toContain('its config.xml does not keep everybody out');
  });

  test('of Configuration as Code only the user’s own file reaches Jenkins; Java gets the time zone of TZ', () => {
    newHome();
    const java = ['--entrypoint', 'sh', IMAGES.jenkins, '-c'];
    const script =
      'printf "#!/bin/sh\\nenv" > /tmp/jenkins.sh; sed "s:/usr/local/bin/jenkins.sh:sh /tmp/jenkins.sh:" /usr/local/bin/jenkins-tray-entrypoint | sh';
    const environment = (...env: string[]) => docker('run', '--rm', ...asHome, ...env, ...java, script);
    const base = environment('-e', 'CASC_JENKINS_CONFIG=/base.yaml', '-e', 'TZ=Europe/Berlin');
    expect(base).not.toContain('CASC_JENKINS_CONFIG=');
    // The user's options come later, and take precedence.
    expect(base).toMatch(/^JAVA_OPTS=.* -Duser\.timezone=Europe\/Berlin -Dlab=own$/m);
    const mine = environment('-e', 'JENKINS_TRAY_CASC=/mine.yaml');
    expect(mine).toContain('CASC_JENKINS_CONFIG=/mine.yaml');
    expect(mine).not.toContain('user.timezone');
  });

  test('with an administrator, Jenkins runs as uid 1000 under an init, with secrets for it alone, and ends on a stop', async () => {
    newHome();
    beNew();
    docker('run', '-d', '--name', 'imgt-ci', '-p', '127.0.0.1:20191:8080', ...asHome, ...secrets, IMAGES.jenkins);
    const world = createWorld({ configDir: join(LAB, 'imgt-config'), assets });
    const aborts = new AbortController().signal;
    expect(await provideSecrets('imgt-ci', { world }, aborts)).toBeNull();
    const password = '/run/jenkins-tray/admin-password';
    // It is read at once, or has been read.
    const seen = docker(
      'exec',
      'imgt-ci',
      'sh',
      '-c',
      `stat -c "%u %a" ${password} 2>/dev/null || ls ${password}.read`,
    );
    expect(['1000 400', `${password}.read`]).toContain(seen);
    await until(() => answers('http://127.0.0.1:20191/login'), 90);

    expect((await fetch('http://127.0.0.1:20191/api/json')).status).toBe(403);
    // What was read is gone, and is not provided again.
    expect(await provideSecrets('imgt-ci', { world }, aborts)).toBeNull();
    const stat = docker('exec', 'imgt-ci', 'sh', '-c', 'stat -c "%u %a" /run/jenkins-tray; ls -A /run/jenkins-tray');
    expect(stat).toBe('1000 700\nadmin-password.read');
    const other = run('docker', ['exec', '-u', '1001', 'imgt-ci', 'ls', '/run/jenkins-tray']);
    expect(other.status).not.toBe(0);
    expect(docker('exec', 'imgt-ci', 'cat', '/proc/1/comm')).toBe('tini');
    const java = docker('exec', 'imgt-ci', 'sh', '-c', 'cat /proc/$(pgrep -o java)/environ | tr "\\0" "\\n"; id -u');
    expect(java).not.toContain('CASC_JENKINS_CONFIG');
    expect(java).toContain(`JAVA_OPTS=-Djenkins.install.runSetupWizard=false ${NO_DISCOVERY} -Dlab=own\n`);
    expect(java.endsWith('\n1000')).toBe(true);

    docker('stop', '-t', '60', 'imgt-ci');
    expect(['0', '143']).toContain(state('imgt-ci', 'ExitCode'));

    // Jenkins answered, so the app removes the marker: from now on the home's own configuration counts.
    rmSync(join(mark, 'new'));
    docker('start', 'imgt-ci');
    await until(() => answers('http://127.0.0.1:20191/login'), 90);
    expect((await fetch('http://127.0.0.1:20191/api/json')).status).toBe(403);
    docker('rm', '-f', 'imgt-ci');
  });
});
