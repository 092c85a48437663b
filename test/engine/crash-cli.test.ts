import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { StepKind } from '../../electron/shared/step-words.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** SIGKILL during what happens once in a set-up's life: the next command completes it without asking. */
let lab: Setup;
const bundle = join(ROOT, 'out', 'cli.js');

beforeEach(() => {
  lab = setup('crashcli', 21620);
});
afterEach(() => {
  const byHand = run('docker', ['ps', '-aq', '--filter', `name=^${lab.names.jenkins.dood}`]).stdout.split('\n');
  run('docker', ['rm', '-f', '-v', ...byHand.filter(Boolean)]);
  cleanUp(lab);
});
afterAll(() => cleanUp(lab));

/** Starts a switch and dies once the first step of this kind is running. */
function killed(mode: 'dind' | 'dood' | 'off', at: StepKind, ...purge: string[]): void {
  const worker = [join(ROOT, 'test/lab/crash-worker.ts'), lab.configDir, mode, at, ...purge];
  const ran = run(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...worker]);
  expect(ran.stdout, `${at}: the worker must have been killed`).toBe('');
}

/** The built command line, without a terminal to ask on and without consent. */
function command(...args: string[]) {
  const { status, stdout, stderr } = run(process.execPath, [bundle, ...args], {
    env: { ...process.env, JENKINS_TRAY_CONFIG: lab.configDir },
  });
  return { status, said: status === 0 ? '' : `${stdout}${stderr}`, stdout };
}
const done = { status: 0, said: '' };
const ours = (...kind: string[]): string =>
  docker(...kind, '--filter', `label=io.jenkins-tray.instance=${lab.names.instance}`);
const jenkins = () => JSON.parse(command('status', '--json').stdout).jenkins;

test('a first up that is killed repeatedly is completed by the next up', () => {
  for (const at of ['build-image', 'check-home', 'create-container', 'start', 'await-ready'] as const)
    killed('dood', at);
  expect(command('up', 'dood')).toMatchObject(done);
  expect(jenkins()).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(ours('ps', '-a', '--format', '{{.Names}}')).toBe(lab.names.jenkins.dood);
  // Once Jenkins answers, nothing makes Configuration as Code set the accounts again.
  expect(existsSync(join(lab.home, '.jenkins-tray', 'new'))).toBe(false);
});

test('after a killed first up, down completes and leaves what was there before', () => {
  killed('dind', 'await-healthy');
  expect(command('down')).toMatchObject(done);
  expect(ours('ps', '-aq')).toBe('');
  expect(ours('network', 'ls', '-q')).toBe('');
});

test('a take-over that is killed repeatedly is completed by the next up, and the hand-made container is kept', () => {
  const args = ['-p', `127.0.0.1:${lab.ports.dood}:8080`, '-v', `${lab.home}:/var/jenkins_home`, 'lab/jenkins'];
  docker('run', '-d', '--name', lab.names.jenkins.dood, '--restart', 'always', ...args);
  const id = docker('inspect', '-f', '{{.Id}}', lab.names.jenkins.dood);
  for (const at of ['create-container', 'stop', 'rename', 'start'] as const) {
    killed('dood', at);
    const running = docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}`).split('\n');
    expect(running.length, 'never two on the home').toBeLessThanOrEqual(1);
  }
  expect(command('up', 'dood')).toMatchObject(done);
  expect(jenkins()).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(docker('inspect', '-f', '{{.State.Running}} {{.HostConfig.RestartPolicy.Name}}', id)).toBe('false no');
  expect(docker('inspect', '-f', '{{.Name}}', id)).toMatch(/-before-jenkins-tray-\w{6}$/);
});

test('a down with purge that is killed repeatedly is completed by the same down', () => {
  expect(command('up', 'dind', '--yes')).toMatchObject(done);
  for (const at of ['stop', 'remove-container', 'remove-volume', 'remove-image'] as const) killed('off', at, 'purge');
  expect(command('down', '--volumes', '--images')).toMatchObject(done);
  for (const kind of [
    ['ps', '-aq'],
    ['network', 'ls', '-q'],
    ['volume', 'ls', '-q'],
    ['images', '-q'],
  ])
    expect(ours(...kind), kind.join(' ')).toBe('');
  expect(jenkins()).toMatchObject({ kind: 'stopped' });
  expect(existsSync(join(lab.home, '.jenkins-tray', 'marker.json'))).toBe(true);
});
