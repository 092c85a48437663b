import { chownSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkHome } from '../../electron/core/check-home.ts';
import type { OneShot, Ports } from '../../electron/core/ports.ts';
import type { Mode } from '../../electron/shared/mode.ts';
import { settingsSchema } from '../../electron/shared/settings.ts';
import { cleanUp, docker, product, type Setup, setup, writeSettings } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';

/** Bad input and bad days: a Failure with code, title and fix, and nothing of the user's touched. */
let it: Setup;
const extra: string[] = [];
const dockerHost = process.env.DOCKER_HOST;

beforeEach(() => {
  it = setup('bad', 20400);
});
afterEach(() => {
  process.env.DOCKER_HOST = dockerHost;
  for (const name of extra.splice(0)) run('docker', ['rm', '-f', '-v', name]);
  cleanUp(it);
  // What a test made by hand has no label of ours.
  run('docker', ['network', 'rm', it.names.network]);
  run('docker', ['volume', 'rm', 'bad-hand-made-certs']);
});

const wish = async (mode: Mode, consents: readonly string[] | 'all' = []) => {
  const { controller } = product(it);
  const result = await controller.fulfil({ mode, consents });
  await controller.close();
  return result;
};
const failure = async (mode: Mode, consents: readonly string[] | 'all' = []) => {
  const result = await wish(mode, consents);
  if (result.ok) throw new Error('it worked');
  expect(result.failure.title).not.toBe('');
  return result.failure;
};
const change = (settings: Record<string, unknown>) => writeSettings(it, { ...it.settings, ...settings });
const foreign = (...args: string[]): string => {
  const id = docker('run', '-d', ...args);
  extra.push(id);
  return id;
};

test('an engine that is not there', async () => {
  process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock';
  expect(await failure('dood')).toMatchObject({ code: 'engine/unreachable', command: 'sudo systemctl start docker' });
});

test('an engine that is too old, and one that answers nonsense', async () => {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end('{"Version":"19.03","ApiVersion":"1.40","Os":"linux"}'),
  );
  const path = join(it.configDir, 'old.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  process.env.DOCKER_HOST = `unix://${path}`;
  const { ports, controller } = product(it);
  await expect(ports.engine.version(AbortSignal.timeout(5000))).rejects.toMatchObject({
    failure: { code: 'engine/too-old' },
  });
  await controller.close();
  expect((await failure('dood')).code).toMatch(/^(engine|internal)\//);
  server.closeAllConnections();
  server.close();
});

test('an engine that hangs is given up when the caller does', async () => {
  const server = createTcp(() => undefined);
  const path = join(it.configDir, 'hung.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  process.env.DOCKER_HOST = `unix://${path}`;
  const { controller } = product(it);
  const given = new AbortController();
  setTimeout(() => given.abort(), 300);
  const result = await controller.fulfil({ mode: 'dood', consents: [] }, given.signal);
  expect(result.ok ? '' : result.failure.code).toBe('run/interrupted');
  await controller.close();
  server.close();
});

test('a volume and an image of our names that are not ours are named, and left alone without a yes', async () => {
  docker('volume', 'create', it.names.volumes.data);
  docker('tag', 'lab/debian:trixie', it.names.images.engine);
  try {
    const found = await failure('dind');
    expect(found.code).toBe('consent/needed');
    expect(found.detail).toContain(`Use the volume ${it.names.volumes.data}, which Jenkins Tray did not make`);
    expect(found.detail).toContain(`Give the name ${it.names.images.engine} to a new image`);
    expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${it.name}`)).toBe('');
    expect((await wish('off', 'all')).ok).toBe(true);
    expect(docker('volume', 'ls', '-q').split('\n')).toContain(it.names.volumes.data);
  } finally {
    run('docker', ['volume', 'rm', it.names.volumes.data]);
    run('docker', ['rmi', it.names.images.engine]);
  }
});

const cause = { object: 'home', current: '', desired: '' };
/** Runs the check in a container whose image says which Jenkins it has, as the official one does. */
const asJenkins = async (version: string) => {
  const ports: Ports = Object.assign(Object.create(null), {
    engine: {
      runOnce: async ({ command: [entry = '', ...rest], user, binds }: OneShot) => {
        const mounts = binds.flatMap(({ source, target }) => ['-v', `${source}:${target}`]);
        const env = ['-e', `JENKINS_VERSION=${version}`];
        const ran = run('docker', [
          ...['run', '--rm', '-u', user, ...env, ...mounts, '--entrypoint', entry],
          ...['lab/jenkins', ...rest],
        ]);
        return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr };
      },
    },
  });
  const step = { kind: 'check-home', home: it.home, image: 'lab/jenkins', chown: false, cause } as const;
  const settings = settingsSchema.parse(it.settings);
  const pass = { ports, settings, names: it.names, version: '0', output: () => undefined };
  await checkHome(step, pass, AbortSignal.timeout(60_000));
};
test('a home that a newer Jenkins wrote is not given to an older one', async () => {
  writeFileSync(join(it.home, 'config.xml'), '<hudson><version>2.568.2</version></hudson>');
  chownSync(join(it.home, 'config.xml'), 1000, 1000);
  await expect(asJenkins('2.541.1')).rejects.toMatchObject({
    failure: {
      code: 'home/newer',
      detail: expect.stringContaining('written by Jenkins 2.568.2, the image has 2.541.1'),
    },
  });
  expect(readdirSync(it.home)).toEqual(['config.xml']);
  await asJenkins('2.568.2');
  expect(readdirSync(join(it.home, '.jenkins-tray'))).toEqual(['marker.json']);
});

test('before a newer Jenkins starts, settings, jobs and secrets are kept, but no builds', async () => {
  const job = join(it.home, 'jobs', 'train größer');
  for (const folder of [
    join(job, 'builds', '1'),
    join(it.home, 'secrets'),
    join(it.home, 'plugins', 'git', 'META-INF'),
  ])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(it.home, 'config.xml'), '<hudson><version>2.541.1</version></hudson>');
  writeFileSync(join(job, 'config.xml'), '<project/>');
  writeFileSync(join(job, 'builds', '1', 'log'), 'long');
  writeFileSync(join(it.home, 'secrets', 'master.key'), 'secret');
  writeFileSync(join(it.home, 'plugins', 'git', 'META-INF', 'MANIFEST.MF'), 'Plugin-Version: 5.7.0');
  must('chown', ['-R', '1000:1000', it.home]);
  await asJenkins('2.568.2');
  const [kept = ''] = readdirSync(join(it.home, '.jenkins-tray', 'kept'));
  expect(kept).toMatch(/^jenkins-2\.541\.1-\d{8}-\d{6}\.tar\.gz$/);
  const path = join(it.home, '.jenkins-tray', 'kept', kept);
  expect([statSync(path).uid, (statSync(path).mode & 0o777).toString(8)]).toEqual([1000, '600']);
  expect(must('tar', ['-tzf', path, '--quoting-style=literal']).split('\n').sort()).toEqual([
    './config.xml',
    './jobs/train größer/config.xml',
    './plugins/git/META-INF/MANIFEST.MF',
    './secrets/master.key',
  ]);
});

test('a Docker context that is not there', () => {
  delete process.env.DOCKER_HOST;
  change({ engineContext: 'no-such' });
  expect(() => product(it)).toThrow('engine/context-unknown');
});

test('a port that another program holds is named, and a free one proposed', async () => {
  const server = createTcp();
  await new Promise<void>((resolve) => server.listen(it.ports.dood, '127.0.0.1', resolve));
  const found = await failure('dood', 'all');
  expect(found).toMatchObject({
    code: 'port/in-use',
    command: `jenkins-tray config set ports.dood ${it.ports.dood + 1}`,
  });
  expect(found.title).toContain(`(process ${process.pid})`);
  server.close();
});

test('a port that a container publishes is named', async () => {
  foreign('--name', 'bad-web', '-p', `127.0.0.1:${it.ports.agents}:80`, 'lab/debian:trixie', 'sleep', '300');
  expect((await failure('dood')).title).toBe(`Port ${it.ports.agents} is taken by the container bad-web`);
});

test('a home that another container uses', async () => {
  foreign('--name', 'bad-backup', '-v', `${it.home}:/backup`, 'lab/debian:trixie', 'sleep', '300');
  expect(await failure('dood', 'all')).toMatchObject({
    code: 'home/in-use',
    title: 'bad-backup is using the home',
    command: 'docker stop bad-backup',
  });
  expect(docker('inspect', '-f', '{{.State.Running}}', 'bad-backup')).toBe('true');
});

test('a home that is a file, that is missing, that is another user’s', async () => {
  rmSync(it.home, { recursive: true });
  writeFileSync(it.home, 'not a folder');
  expect((await failure('dood', 'all')).code).toBe('home/not-a-folder');
  rmSync(it.home);
  expect(await failure('dood')).toMatchObject({ code: 'consent/needed', detail: `Create the folder ${it.home}` });
  mkdirSync(it.home);
  chownSync(it.home, 1001, 1001);
  expect(await failure('dood')).toMatchObject({
    code: 'consent/needed',
    detail: `Make ${it.home} over to Jenkins (uid 1000)`,
  });
  expect(readdirSync(it.home)).toEqual([]);
});

test('a home with spaces and umlauts comes up', async () => {
  const home = join(it.home, 'Jenkins für Große');
  mkdirSync(home);
  chownSync(home, 1000, 1000);
  change({ home });
  const result = await wish('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
});

test('a base image that cannot be had', async () => {
  change({ images: { jenkinsBase: 'lab/no-such-base', engineBase: 'lab/engine' } });
  expect(await failure('dood')).toMatchObject({
    code: 'image/base-unavailable',
    command: 'docker pull lab/no-such-base',
  });
});

test('a package or plugin that is wrong fails the build with its last lines', async () => {
  const file = join(it.configDir, 'packages');
  writeFileSync(file, 'no-such-package-anywhere\n');
  change({ images: { ...Object(it.settings.images), packagesFile: file } });
  const found = await failure('dood');
  expect(found.code).toBe('image/build-failed');
  expect(found.detail).toContain('no-such-package-anywhere');
  const plugins = join(it.configDir, 'plugins');
  writeFileSync(plugins, 'not a plugin line\n');
  change({ images: { ...Object(it.settings.images), pluginsFile: plugins } });
  const other = await failure('dood');
  expect(other.code).toBe('image/build-failed');
  expect(other.detail).toContain('not a plugin line');
});

test('a Jenkins that ends at once, with none before it, is stopped and kept for its log', async () => {
  change({ jenkins: { javaOpts: '-Xmx1k' } });
  const found = await failure('dood');
  expect(found.code).toBe('jenkins/exited');
  expect(found.detail).toContain('Too small');
  expect(docker('inspect', '-f', '{{.State.Running}}', it.names.jenkins.dood)).toBe('false');
  const { controller } = product(it);
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'failed', failure: { code: 'jenkins/exited' } });
  await controller.close();
  change({});
  expect((await wish('dood', 'all')).ok).toBe(true);
});

test('a mode that does not come up gives way to the one before', async () => {
  expect((await wish('dood', 'all')).ok).toBe(true);
  const broken = { ...it.settings, nested: { dns: ['not-an-address'] }, timeouts: { healthy: 5 } };
  writeSettings(it, broken);
  const found = await failure('dind', 'all');
  expect(found.code).toBe('dind/unhealthy');
  expect(found.detail).toContain('not-an-address');
  const { controller } = product(it);
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  await controller.close();
  expect(docker('ps', '-a', '--format', '{{.Names}}', '--filter', `label=io.jenkins-tray.instance=${it.name}`)).toBe(
    it.names.jenkins.dood,
  );
});

test('settings that are corrupt, newer, of a wrong type or with an unknown key', async () => {
  const path = join(it.configDir, 'settings.json');
  writeFileSync(path, '{ "home": ');
  expect((await failure('dood')).code).toBe('settings/invalid');
  expect(readdirSync(it.configDir).some((name) => name.startsWith('settings.json.corrupt-'))).toBe(true);
  writeFileSync(path, '{ "version": 99 }');
  expect((await failure('dood')).code).toBe('settings/newer');
  writeFileSync(path, '{ "ports": { "dind": "8081" }, "colour": "red" }');
  const found = await failure('dood');
  expect(found.detail).toContain('ports.dind');
  expect(found.detail).toContain('colour');
});

test('two at once: the second is told who is at work', async () => {
  const first = product(it);
  const lock = await first.ports.lock.acquire('up dood');
  expect(await failure('dood')).toMatchObject({ code: 'lock/held' });
  await lock.release();
  await first.controller.close();
});

test('an interrupt in the middle leaves the wish pending, and down completes', async () => {
  const { controller, ports } = product(it);
  const stop = new AbortController();
  controller.subscribe(({ activity }) => {
    if (
      activity.kind === 'working' &&
      activity.steps.some(({ text, state }) => text.startsWith('? ready') && state === 'running')
    )
      stop.abort();
  });
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' }, stop.signal);
  expect(result.ok ? '' : result.failure.code).toBe('run/interrupted');
  expect(ports.intent.load()).toMatchObject({ mode: 'dood', state: 'pending' });
  await controller.close();
  expect((await wish('off', 'all')).ok).toBe(true);
  expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${it.name}`)).toBe('');
});

test('a hand-made set-up is recognised, and taken over on consent with the home the user names', async () => {
  const dood = join(it.home, 'dood_home');
  mkdirSync(dood);
  chownSync(dood, 1000, 1000);
  docker('network', 'create', it.names.network);
  docker('volume', 'create', 'bad-hand-made-certs');
  foreign(
    '--name',
    it.names.jenkins.dood,
    '--network',
    it.names.network,
    '-p',
    `${it.ports.dood}:8080`,
    '-v',
    `${dood}:/var/jenkins_home`,
    '-v',
    'bad-hand-made-certs:/certs',
    'lab/jenkins',
  );
  const dind = join(it.home, 'dind_home');
  extra.push(docker('create', '--name', it.names.jenkins.dind, '-v', `${dind}:/var/jenkins_home`, 'lab/jenkins'));
  change({ home: '' });
  expect(await failure('dood', 'all')).toMatchObject({
    code: 'home/choose',
    title: 'Your two modes have two homes',
    command: `jenkins-tray config set home ${dood}`,
  });
  change({ home: dood });
  const { controller } = product(it);
  const preview = await controller.preview('dood');
  expect(preview.ok && preview.value.questions.map(({ text }) => text)).toContain(
    `Take over ${it.names.jenkins.dood}, which Jenkins Tray did not make`,
  );
  expect(
    preview.ok && preview.value.questions.find(({ text }) => text.includes(it.names.jenkins.dood))?.detail,
  ).toContain(`Its ports ${it.ports.dood} are open to the whole network`);
  await controller.close();
  expect((await failure('dood')).code).toBe('consent/needed');
  const result = await wish('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  const left = docker('ps', '-a', '--format', '{{.Names}} {{.State}}');
  expect(left).toMatch(new RegExp(`${it.names.jenkins.dood}-before-jenkins-tray-\\w{6} exited`));
  expect(left).toMatch(new RegExp(`${it.names.jenkins.dind}-before-jenkins-tray-\\w{6} created`));
  expect((await wish('off', 'all')).ok).toBe(true);
  expect(docker('network', 'ls', '--format', '{{.Name}}').split('\n')).toContain(it.names.network);
  expect(docker('volume', 'ls', '-q').split('\n')).toContain('bad-hand-made-certs');
});

test('a home on a full disk', async () => {
  must('mount', ['-t', 'tmpfs', '-o', 'size=100m,uid=1000,gid=1000', 'tmpfs', it.home]);
  try {
    expect(await failure('dood', 'all')).toMatchObject({ code: 'home/too-full' });
    expect(readdirSync(it.home)).toEqual([]);
  } finally {
    must('umount', ['-l', it.home]);
  }
});

test('a Jenkins that is never ready is told with its log, and stopped', async () => {
  const suspended = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005';
  change({ jenkins: { javaOpts: suspended }, timeouts: { ready: 10 } });
  const found = await failure('dood', 'all');
  expect(found.code).toBe('jenkins/not-ready');
  expect(found.detail).toContain('did not answer 200 within 10 s');
  expect(docker('inspect', '-f', '{{.State.Running}}', it.names.jenkins.dood)).toBe('false');
});

test('a create body that changed with the app or the settings is shown as drift, and not acted on', async () => {
  expect((await wish('dood', 'all')).ok).toBe(true);
  const before = docker('ps', '-q', '--no-trunc', '--filter', `name=^${it.names.jenkins.dood}$`);
  change({ jenkins: { executors: 7 } });
  const { controller } = product(it);
  controller.watch();
  await expect
    .poll(() => controller.snapshot().jenkins, { timeout: 10_000 })
    .toMatchObject({ kind: 'drifted', causes: [{ object: it.names.jenkins.dood }] });
  await controller.close();
  expect(docker('ps', '-q', '--no-trunc', '--filter', `name=^${it.names.jenkins.dood}$`)).toBe(before);
});
