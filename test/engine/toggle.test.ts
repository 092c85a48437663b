import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runningPlace } from '../../electron/core/observe/observe.ts';
import { namesOf } from '../../electron/core/stack/names.ts';
import { listening } from '../lab/listening.ts';
import { BASES } from '../lab/paths.ts';
import {
  beginJob,
  cleanUp,
  docker,
  fingerprint,
  product,
  QUICK_START,
  runJob,
  type Setup,
  setup,
} from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** The main job, on a real engine with a real CI server: up, toggle both ways, down. */
let lab: Setup;
const names = (args: readonly string[]): string[] =>
  run('docker', [...args])
    .stdout.split('\n')
    .filter(Boolean)
    .sort();
const url = (mode: 'dind' | 'dood'): string => `http://127.0.0.1:${lab.ports[mode]}`;
const JOB = 'docker run --rm -v "$WORKSPACE":/w lab/debian:trixie sh -c \'echo hi > /w/out; id -u > /w/uid\'';

let passwordFile: string;

beforeAll(() => {
  lab = setup('toggle', 20100, { jenkins: { javaOpts: QUICK_START, timeZone: 'Asia/Tokyo' } });
  passwordFile = join(lab.configDir, 'secrets', 'admin-password');
});
afterAll(() => cleanUp(lab));

const go = async (
  mode: 'dind' | 'dood' | 'off',
  consents: readonly string[] | 'all' = [],
  purge: readonly ('volumes' | 'images')[] = [],
) => {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode, consents, purge });
  await controller.close();
  if (!result.ok) throw new Error(JSON.stringify(result.failure, null, 2));
  return result.value;
};

test('DooD starts from nothing, on loopback only', async () => {
  const snapshot = await go('dood');
  expect(snapshot.jenkins).toEqual({ kind: 'running', mode: 'dood', url: url('dood'), version: '1.396' });
  expect(snapshot.builds).toMatchObject({ kind: 'known', running: 0 });
  const addresses = docker(
    'inspect',
    '-f',
    '{{range $p, $b := .NetworkSettings.Ports}}{{range $b}}{{.HostIp}} {{end}}{{end}}',
    lab.names.jenkins.dood,
  );
  expect(new Set(addresses.trim().split(' '))).toEqual(new Set(['127.0.0.1']));
  expect(listening(Object.values(lab.ports))).toEqual(['0100007F']);
});

test('only the container that publishes the port, according to the engine, gets a login', async () => {
  const { controller, world } = product(lab);
  const there = await world.engine.containersNamed(Object.values(lab.names.jenkins), AbortSignal.timeout(10_000));
  const place = { names: namesOf(lab.name, world.owner.load()), settings: world.settings.load().settings };
  expect(runningPlace(there, place)).toMatchObject({ url: url('dood'), logins: 'all' });
  await controller.close();
});

test('an up with nothing to do makes at most 3 engine requests and changes nothing', async () => {
  const { controller, world } = product(lab);
  const ours = (): string =>
    docker('ps', '-aq', '--no-trunc', '--filter', `label=io.jenkins-tray.instance=${lab.name}`);
  const before = ours();
  const result = await controller.fulfil({ mode: 'dood', consents: [] });
  expect(result.ok).toBe(true);
  expect(world.engine.requests()).toBeLessThanOrEqual(3);
  expect(ours()).toBe(before);
  await controller.close();
});

test('a paused Jenkins is drift, and up resumes it as it is', async () => {
  const seen = (): string =>
    docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}} {{.State.Status}}', lab.names.jenkins.dood);
  const before = seen();
  docker('pause', lab.names.jenkins.dood);
  const { controller } = product(lab);
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'drifted', causes: [{ current: 'paused' }] });
  await controller.close();
  expect((await go('dood')).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(seen()).toBe(before);
});

test('Jenkins is not root, and the password is gone once it was read', () => {
  expect(docker('exec', lab.names.jenkins.dood, 'id', '-u')).toBe('1000');
  expect(
    docker('exec', lab.names.jenkins.dood, 'sh', '-c', 'stat -c "%U %a" /run/jenkins-tray; ls -A /run/jenkins-tray'),
  ).toBe('jenkins 700\nadmin-password.read');
  expect(existsSync(join(lab.home, '.jenkins-tray', 'new'))).toBe(false);
});

test('an agent with Jenkins’ volumes starts, has its workspaces, and sees no secret', () => {
  const see = `ls -A ${lab.home}/.jenkins-tray; ls -A /run/jenkins-tray; true`;
  const agent = run('docker', ['run', '--rm', '--volumes-from', lab.names.jenkins.dood, BASES.debian, 'sh', '-c', see]);
  expect(agent.stdout.trim()).toBe('heartbeat\nheartbeat.lock\nmarker.json');
  expect(agent.stderr).toMatch(/cannot access '\/run\/jenkins-tray'/);
  expect(docker('inspect', lab.names.jenkins.dood)).not.toContain(readFileSync(passwordFile, 'utf8').trim());
});

test('a job in DooD mounts its workspace under the same path', async () => {
  expect(await runJob(url('dood'), 'train', JOB)).toMatch(/^SUCCESS/);
  expect(readFileSync(join(lab.home, 'jobs/train/workspace/out'), 'utf8')).toBe('hi\n');
});

test('a toggle with a running build asks first, names it, and changes nothing without consent', async () => {
  await beginJob(url('dood'), 'long', 600);
  const before = docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`);
  const { controller } = product(lab);
  const refused = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(refused.ok ? 'done' : refused.failure.code).toBe('consent/needed');
  expect(refused.ok ? '' : refused.failure.detail).toBe('Stop a running build: long #1');
  expect(docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`)).toBe(before);
  await controller.close();
});

test('DinD takes over with consent; the old container is removed and the home is the same', async () => {
  const snapshot = await go('dind', 'all');
  expect(snapshot.jenkins).toMatchObject({ kind: 'running', mode: 'dind', url: url('dind') });
  expect(
    names(['ps', '-a', '--format', '{{.Names}}', '--filter', `label=io.jenkins-tray.instance=${lab.name}`]),
  ).toEqual([lab.names.jenkins.dind, lab.names.nestedEngine].sort());
  expect((await fetch(`${url('dind')}/job/train/1/api/json`)).status).toBe(200);
});

test('Jenkins, its Java and the nested engine have the chosen time zone', () => {
  const java = "tr '\\0' '\\n' < /proc/$(pgrep -o java)/cmdline | grep timezone";
  expect(docker('exec', lab.names.jenkins.dind, 'sh', '-c', `date +%Z; ${java}`)).toBe(
    'JST\n-Duser.timezone=Asia/Tokyo',
  );
  expect(docker('exec', lab.names.nestedEngine, 'date', '+%Z')).toBe('JST');
});

test('the same job in DinD runs in the nested engine only, and its file is in the host’s home', async () => {
  const save = run('sh', [
    '-c',
    `docker save lab/debian:trixie | docker exec -i ${lab.names.nestedEngine} docker load`,
  ]);
  expect(save.status).toBe(0);
  const seen = `docker ps --format '{{.Names}}'; ${JOB.replace('--rm', '--rm --name nested-only')} ; docker run -d --name nested-stays lab/debian:trixie sleep 300; DOCKER_HOST=tcp://docker:2376 docker ps --format 'by alias: {{.Names}}'`;
  const console = await runJob(url('dind'), 'nested', seen);
  expect(console).toMatch(/^SUCCESS/);
  // Jobs and clouds of many homes name the engine so.
  expect(console).toMatch(/^by alias: nested-stays$/m);
  expect(readFileSync(join(lab.home, 'jobs/nested/workspace/out'), 'utf8')).toBe('hi\n');
  expect(docker('exec', lab.names.nestedEngine, 'docker', 'ps', '--format', '{{.Names}}')).toBe('nested-stays');
  expect(docker('ps', '--format', '{{.Names}}')).not.toContain('nested-stays');
});

test('the CA key cannot be read from Jenkins, and a client without a certificate is refused', () => {
  const find = run('docker', ['exec', lab.names.jenkins.dind, 'sh', '-c', 'find /certs -name "*key*"; ls /certs']);
  expect(find.stdout.trim().split('\n')).toEqual(['/certs/client/key.pem', 'client']);
  const anonymous = run('docker', [
    'exec',
    lab.names.jenkins.dind,
    'curl',
    '-sk',
    '--max-time',
    '5',
    'https://docker:2376/_ping',
  ]);
  expect(anonymous.status).not.toBe(0);
  expect(docker('port', lab.names.nestedEngine)).toBe('');
  expect(listening(Object.values(lab.ports))).toEqual(['0100007F']);
});

test('a stop by the user is shown as drift, and not undone', async () => {
  docker('stop', lab.names.jenkins.dind);
  const { controller } = product(lab);
  const snapshot = await controller.refresh();
  expect(snapshot.jenkins).toMatchObject({
    kind: 'drifted',
    mode: 'dind',
    causes: [{ object: lab.names.jenkins.dind, current: 'exited', desired: 'running' }],
  });
  expect(docker('inspect', '-f', '{{.State.Running}}', lab.names.jenkins.dind)).toBe('false');
  await controller.close();
  await go('dind');
});

test('after DooD and back, the nested images are still there', async () => {
  await go('dood', 'all');
  expect(
    names(['ps', '-a', '--format', '{{.Names}}', '--filter', `label=io.jenkins-tray.instance=${lab.name}`]),
  ).toEqual([lab.names.jenkins.dood]);
  await go('dind', 'all');
  expect(docker('exec', lab.names.nestedEngine, 'docker', 'images', '-q', 'lab/debian:trixie')).not.toBe('');
});

test('down removes our containers, keeps volumes and images, and leaves the home byte for byte', async () => {
  docker('stop', lab.names.jenkins.dind);
  const before = fingerprint(lab.home);
  await go('off', 'all');
  expect(fingerprint(lab.home)).toBe(before);
  const ours = ['--filter', `label=io.jenkins-tray.instance=${lab.name}`];
  const ourImages = ['--filter', `label=io.jenkins-tray.image.instance=${lab.name}`];
  expect(names(['ps', '-aq', ...ours])).toEqual([]);
  expect(names(['network', 'ls', '-q', ...ours])).toEqual([]);
  expect(names(['volume', 'ls', '-q', ...ours])).toHaveLength(3);
  expect(names(['images', '-q', ...ourImages]).length).toBeGreaterThan(0);
  await go('off', 'all', ['volumes', 'images']);
  expect(names(['volume', 'ls', '-q', ...ours])).toEqual([]);
  expect(names(['images', '-q', ...ourImages])).toEqual([]);
  expect(fingerprint(lab.home)).toBe(before);
});
