import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { FailureError } from '../../electron/shared/failure.ts';
import { useMirror } from '../lab/engine.ts';
import { BASES, ROOT, readState } from '../lab/paths.ts';
import { BASIC, LOGIN, type Registry, startRegistry } from '../lab/registry.ts';
import { type RegistryDoor, registryDoor } from '../lab/registry-door.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { must, run, runAsync } from '../lab/shell.ts';

/**
 * Base images of registries: one with a login, another one that wants one too, and a mirror of Docker Hub, from which
 * the default settings' names come. All are the reference registry, each behind a door that can refuse and break off.
 */
const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-registry-'));
const made = new Set<string>();
const registries: Registry[] = [];
const doors: RegistryDoor[] = [];
const before = process.env.DOCKER_CONFIG;
const isOwn = readState()?.pid !== null;
let own: RegistryDoor;
let other: RegistryDoor;
let hub: RegistryDoor;

async function open(name: string, withPassword: boolean): Promise<RegistryDoor> {
  const registry = await startRegistry(name, withPassword);
  registries.push(registry);
  const door = await registryDoor(registry.host);
  doors.push(door);
  return door;
}

/** Makes an image with this text and a layer of some megabytes, and pushes it. */
function publish(registry: number, name: string, text: string, megabytes = 0): void {
  const root = mkdtempSync(join(folder, 'root-'));
  writeFileSync(join(root, 'from-registry'), text);
  must('dd', ['if=/dev/urandom', `of=${join(root, 'bulk')}`, 'bs=1M', `count=${megabytes}`]);
  must('sh', ['-c', `tar -C ${root} -c . | docker import - registry-test:pushed`]);
  registries[registry]?.push('registry-test:pushed', name);
  must('docker', ['rmi', 'registry-test:pushed']);
}

beforeAll(async () => {
  process.env.DOCKER_CONFIG = folder;
  own = await open('own', true);
  other = await open('other', true);
  hub = await open('hub', false);
  for (const name of ['house/jenkins:lts', 'house/a']) publish(0, name, 'own');
  publish(1, 'tools:1', 'other');
});
afterAll(async () => {
  if (isOwn) await useMirror(null);
  run('docker', ['rmi', '-f', ...made]);
  for (const one of [...doors, ...registries]) 'close' in one ? one.close() : one.remove();
  if (before === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = before;
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  for (const { behaviour } of doors) Object.assign(behaviour, { refuse: null, breaksOff: 0, bytesPerStep: 0 });
});

const logIn = (user: string, password: string): void => {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [own.host]: { auth } } }));
};

interface Built {
  readonly ended: string;
  readonly lines: readonly string[];
  readonly reference: string;
}

/** Builds from a base; says how it ended, and what was printed. */
async function build(
  base: string,
  dockerfile = '',
  signal = AbortSignal.timeout(120_000),
  renews = false,
): Promise<Built> {
  const context = mkdtempSync(join(folder, 'context-'));
  writeFileSync(join(context, 'Dockerfile'), `ARG BASE\nFROM \${BASE}\nCOPY Dockerfile /\n${dockerfile}`);
  const reference = `registry-test:${made.size}`;
  for (const image of [base, reference]) made.add(image);
  const lines: string[] = [];
  const spec = {
    reference,
    role: 'dind' as const,
    context,
    overlay: {},
    buildArgs: { BASE: base },
    base,
    labels: {},
    renews,
  };
  const ended = await buildImage(new Docker(), spec, (line) => lines.push(line), signal).then(
    () => 'built',
    (thrown: unknown) =>
      thrown instanceof FailureError ? `${thrown.failure.code}: ${thrown.failure.title}` : String(thrown),
  );
  return { ended, lines, reference };
}

/** The text that `publish` put into the image from which this one was built. */
function contentOf(image: string): string {
  const container = must('docker', ['create', image, 'none']);
  const text = must('sh', ['-c', `docker cp ${container}:/from-registry - | tar -xO`]);
  must('docker', ['rm', container]);
  return text;
}

test('a base is pulled with the login of its own registry, and built from', async () => {
  logIn(LOGIN.user, LOGIN.password);
  const { ended, lines, reference } = await build(`${own.host}/house/jenkins:lts`);
  expect(ended).toBe('built');
  expect(lines).toContain(`Pulling ${own.host}/house/jenkins:lts from ${own.host} with your login`);
  expect(own.logins()).toEqual([`Basic ${BASIC}`]);
  expect(contentOf(reference)).toBe('own');
});

test('a second registry that asks for a login during the build gets none', async () => {
  const { ended } = await build(`${own.host}/house/jenkins:lts`, `COPY --from=${other.host}/tools:1 / /tools/\n`);
  expect(ended).toMatch(/^image\/build-failed/);
  expect(other.unauthorized()).toBeGreaterThan(0);
  expect(other.logins()).toEqual([]);
});

test('a base that is there is not pulled again', async () => {
  const pulls = own.blobs();
  expect((await build(`${own.host}/house/jenkins:lts`)).ended).toBe('built');
  expect(own.blobs()).toBe(pulls);
});

test('for an update a base is pulled again, unless it was built on this engine', async () => {
  const base = `${own.host}/house/jenkins:lts`;
  expect((await build(base, '', undefined, true)).lines).toContain(`Pulling ${base} from ${own.host} with your login`);
  const made = 'registry-test:0';
  const { ended, lines } = await build(made, '', undefined, true);
  expect([ended, lines]).toEqual([
    'built',
    expect.arrayContaining([`${made} came from no registry under this name; it is used as it is`]),
  ]);
});

test('without a login, with a wrong one, and without access, each is told as what it is', async () => {
  rmSync(join(folder, 'config.json'));
  expect((await build(`${own.host}/house/a`)).ended).toBe(`image/login-needed: The registry ${own.host} wants a login`);
  logIn(LOGIN.user, 'wrong');
  expect((await build(`${own.host}/house/a`)).ended).toMatch(/^image\/login-needed: .* does not accept your login/);
  logIn(LOGIN.user, LOGIN.password);
  own.behaviour.refuse = { status: 403, code: 'DENIED', message: 'requested access to the resource is denied' };
  expect((await build(`${own.host}/house/a`)).ended).toMatch(/^image\/access-denied/);
  own.behaviour.refuse = { status: 429, code: 'TOOMANYREQUESTS', message: 'You have reached your pull rate limit.' };
  expect((await build(`${own.host}/house/a`)).ended).toMatch(/^image\/rate-limited/);
  own.behaviour.refuse = null;
  expect((await build(`${own.host}/house/none`)).ended).toMatch(/^image\/base-unavailable/);
});

const JENKINS = 'jenkins/jenkins:lts-jdk21';

test.runIf(isOwn)(
  'the default base comes by the engine’s mirror, with progress, also if a layer breaks off once',
  async () => {
    await useMirror(`http://${hub.host}`);
    publish(2, JENKINS, 'first', 8);
    run('docker', ['rmi', JENKINS]);
    Object.assign(hub.behaviour, { breaksOff: 1, bytesPerStep: 300_000 });
    const { ended, lines, reference } = await build(JENKINS);
    expect(ended).toBe('built');
    expect(lines).toContain(`Pulling ${JENKINS} from docker.io`);
    const progress = lines.flatMap((line) => /: (\d+) of (\d+) MB$/.exec(line)?.slice(1, 3).map(Number) ?? []);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress[1]).toBe(8);
    expect(hub.behaviour.breaksOff).toBe(0);
    expect(contentOf(reference)).toBe('first');
  },
);

test.runIf(isOwn)('the default base of DinD comes by its short name', async () => {
  publish(2, 'library/ubuntu:24.04', 'ubuntu');
  run('docker', ['rmi', 'ubuntu:24.04']);
  const { lines, reference } = await build('ubuntu:24.04');
  expect(lines).toContain('Pulling ubuntu:24.04 from docker.io');
  expect(contentOf(reference)).toBe('ubuntu');
});

test.runIf(isOwn)('a tag that moves is followed only after a pull', async () => {
  publish(2, JENKINS, 'second');
  // It loses its tag.
  made.add(must('docker', ['image', 'inspect', '-f', '{{.Id}}', JENKINS]));
  const { reference } = await build(JENKINS);
  expect(contentOf(reference)).toBe('first');
  // Not waited for synchronously: this process is the door.
  expect((await runAsync('docker', ['pull', '-q', JENKINS])).status).toBe(0);
  expect(contentOf((await build(JENKINS)).reference)).toBe('second');
});

test.runIf(isOwn)('a pull that is cancelled ends at once, and the next one starts over', async () => {
  publish(2, 'house/slow:1', 'slow', 8);
  hub.behaviour.bytesPerStep = 20_000;
  const began = Date.now();
  expect((await build('house/slow:1', '', AbortSignal.timeout(1500))).ended).toMatch(/abort|timeout/i);
  expect(Date.now() - began).toBeLessThan(10_000);
  hub.behaviour.bytesPerStep = 0;
  expect((await build('house/slow:1')).ended).toBe('built');
});

test.runIf(isOwn)('with the default settings’ images, Jenkins starts in both modes', async () => {
  const DIND = 'ubuntu:24.04';
  registries[2]?.push(BASES.jenkins, JENKINS);
  registries[2]?.push(BASES.engine, `library/${DIND}`);
  run('docker', ['rmi', '-f', JENKINS, DIND]);
  const lab = setup('defaults', 24300, { images: {} });
  const layer = (image: string): string =>
    must('docker', ['image', 'inspect', '-f', '{{index .RootFS.Layers 0}}', image]);
  try {
    for (const mode of ['dood', 'dind'] as const) {
      const up = [join(ROOT, 'out', 'cli.js'), 'up', mode, '--yes', '--config', lab.configDir];
      const ran = await runAsync(process.execPath, up);
      expect(ran.status, `${ran.stdout}${ran.stderr}`).toBe(0);
      expect((await fetch(`http://127.0.0.1:${lab.ports[mode]}/login`)).status).toBe(200);
    }
    expect(layer(lab.names.images.dood)).toBe(layer(JENKINS));
    expect(layer(lab.names.images.nestedEngine)).toBe(layer(DIND));
  } finally {
    cleanUp(lab);
    run('docker', ['rmi', '-f', JENKINS, DIND]);
  }
});
