import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, fingerprint, runJob, type Setup, setup } from '../lab/setup.ts';
import { must, type Ran, runAsync } from '../lab/shell.ts';

/** The command line as uid 1001, member of the socket's group only, with a home that belongs to uid 1000. */
let lab: Setup;
let folder: string;

beforeAll(() => {
  lab = setup('user', 20700);
  // The checkout may be where an ordinary user has no access.
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-user-'));
  chmodSync(folder, 0o755);
  for (const part of ['out', 'assets']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  cpSync(process.execPath, join(folder, 'node'));
  const home = join(folder, 'jenkins');
  const config = join(folder, 'config');
  for (const [path, owner] of [
    [home, 1000],
    [config, 1001],
  ] as const) {
    mkdirSync(path);
    chownSync(path, owner, owner);
  }
  chmodSync(home, 0o700);
  writeFileSync(join(config, 'settings.json'), JSON.stringify({ ...lab.settings, home }), { mode: 0o600 });
  chownSync(join(config, 'settings.json'), 1001, 1001);
});
afterAll(() => {
  cleanUp(lab);
  rmSync(folder, { recursive: true, force: true });
});

function tray(...args: string[]): Promise<Ran> {
  const socket = (process.env.DOCKER_HOST ?? '').replace('unix://', '');
  const groups = ['--groups', String(statSync(socket).gid)];
  const env = {
    PATH: process.env.PATH,
    DOCKER_HOST: process.env.DOCKER_HOST,
    JENKINS_TRAY_CONFIG: join(folder, 'config'),
    HOME: folder,
  };
  return runAsync(
    'setpriv',
    ['--reuid=1001', '--regid=1001', ...groups, join(folder, 'node'), join(folder, 'out', 'cli.js'), ...args],
    { env, cwd: folder },
  );
}

test('up, a job, toggle, status and down work for an ordinary user', async () => {
  const up = await tray('up', 'dood');
  expect(up.stderr + up.stdout).toContain('Jenkins is up in DooD');
  expect(up.status).toBe(0);
  const job = await runJob(
    `http://127.0.0.1:${lab.ports.dood}`,
    'train',
    'docker run --rm -v "$WORKSPACE":/w lab/debian:trixie sh -c "echo hi > /w/out"',
  );
  expect(job).toMatch(/^SUCCESS/);
  const toggled = await tray('toggle');
  expect(toggled.status, toggled.stderr).toBe(0);
  const status = await tray('status', '--json');
  expect(status.status).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({
    intent: 'dind',
    jenkins: { kind: 'running', mode: 'dind', version: '1.396' },
    engine: { kind: 'connected' },
    builds: { running: 0 },
  });
  must('sh', ['-c', `docker save lab/debian:trixie | docker exec -i ${lab.names.nestedEngine} docker load`]);
  const nested = await runJob(
    `http://127.0.0.1:${lab.ports.dind}`,
    'nested',
    'docker run --rm -v "$WORKSPACE":/w lab/debian:trixie sh -c "echo hi > /w/out"',
  );
  expect(nested).toMatch(/^SUCCESS/);
  expect(readFileSync(join(folder, 'jenkins', 'jobs', 'nested', 'workspace', 'out'), 'utf8')).toBe('hi\n');
  docker('stop', lab.names.jenkins.dind);
  const before = fingerprint(join(folder, 'jenkins'));
  const down = await tray('down', '--yes');
  expect(down.status, down.stderr).toBe(0);
  expect(fingerprint(join(folder, 'jenkins'))).toBe(before);
  expect((await tray('status')).status).toBe(3);
});

test('a user without access to Docker is told how to get it', async () => {
  const env = {
    PATH: process.env.PATH,
    DOCKER_HOST: process.env.DOCKER_HOST,
    JENKINS_TRAY_CONFIG: join(folder, 'config'),
    HOME: folder,
  };
  const ran = await runAsync(
    'setpriv',
    [
      '--reuid=1001',
      '--regid=1001',
      '--clear-groups',
      join(folder, 'node'),
      join(folder, 'out', 'cli.js'),
      'up',
      'dood',
      '--json',
    ],
    { env, cwd: folder },
  );
  expect(ran.status).toBe(1);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    failure: { code: 'engine/forbidden', command: 'sudo usermod -aG docker "$USER"' },
  });
});
