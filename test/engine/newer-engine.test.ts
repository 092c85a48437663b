import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostEngine, hostEngine } from '../lab/host-engine.ts';
import { BASES } from '../lab/paths.ts';
import { QUICK_START } from '../lab/setup.ts';

/** DooD on an engine with hardened copies, which refuse to write a home's first secrets that way. */
let host: HostEngine;
let config: string;

beforeAll(async () => {
  host = await hostEngine('28.5');
  host.load(BASES.debian, BASES.jenkins);
  config = join(host.folder, 'config');
  const home = join(host.folder, 'home');
  for (const folder of [config, home]) mkdirSync(folder);
  chownSync(home, 1000, 1000);
  const settings = { home, images: { jenkinsBase: BASES.jenkins }, jenkins: { javaOpts: QUICK_START } };
  writeFileSync(join(config, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
});
afterAll(() => host.remove());

test('a copy into a container with its socket below /var/run fails there, which is the bug', () => {
  expect(host.version).toMatch(/^28\.5\.2/);
  const socket = join(host.folder, 'docker.sock');
  host.docker('create', '--name', 'probe', '-v', `${socket}:/var/run/docker.sock`, BASES.debian, 'true');
  const put = `curl -sS --unix-socket ${socket} -T - 'http://docker/containers/probe/archive?path=/'`;
  const copy = host.there('sh', '-c', `tar -C ${config} -c settings.json | ${put}`);
  host.docker('rm', 'probe');
  expect(copy.stdout).toMatch(/path escapes from parent|file exists/);
});

test('DooD starts on a new, closed home, and its builds reach the engine', async () => {
  const up = await host.product(config, 'up', 'dood', '--yes');
  expect(up.status, `${up.stdout}${up.stderr}`).toBe(0);
  const status = await host.product(config, 'status', '--json');
  expect(JSON.parse(status.stdout).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  const seen = 'docker version -f "{{.Server.Version}}"; stat -c "%u %a" /run/jenkins-tray; ls -A /run/jenkins-tray';
  expect(host.docker('exec', 'jenkins-dood-container', 'sh', '-c', seen)).toBe(
    `${host.version}\n1000 700\nadmin-password.read`,
  );
});

test('an agent with Jenkins’ volumes starts on it as well', () => {
  const ls = ['ls', '/run'];
  expect(host.docker('run', '--rm', '--volumes-from', 'jenkins-dood-container', BASES.debian, ...ls)).not.toContain(
    'jenkins-tray',
  );
});

test('after a restart Jenkins is back without the app, and down leaves nothing', async () => {
  host.docker('restart', '-t', '60', 'jenkins-dood-container');
  const asked = ['--retry', '120', '--retry-delay', '1', '--retry-all-errors', 'http://127.0.0.1:8080/login'];
  expect(host.there('curl', '-fsS', '-o', '/dev/null', ...asked).status).toBe(0);
  expect((await host.product(config, 'down', '--yes')).status).toBe(0);
  expect(host.docker('ps', '-aq')).toBe('');
});
