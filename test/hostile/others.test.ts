import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resolveConnection } from '../../electron/adapters/engine/endpoint.ts';
import { createEngine } from '../../electron/adapters/engine/engine.ts';
import { createJenkins } from '../../electron/adapters/jenkins.ts';
import { holderOf, isFree } from '../../electron/adapters/ports-in-use.ts';
import { failureOf } from '../../electron/shared/failure.ts';
import { Machine } from '../doubles/model-engine/machine.ts';
import { names } from '../doubles/situation.ts';

/** Another user of this computer, as another user id: what docs/security.md says they can do, and what they cannot. */

const OTHER = '12345';
const isRoot = process.getuid?.() === 0;
let folder = '';
let other: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-others-'));
  chmodSync(folder, 0o777);
});
afterEach(async () => {
  if (other !== null && other.exitCode === null) {
    const ended = once(other, 'exit');
    other.kill('SIGKILL');
    await ended;
  }
  other = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program as the other user; returns the first line that it prints, and collects the others. */
async function asOther(program: string): Promise<{ readonly first: string; readonly printed: () => string }> {
  // The checkout, and Node in it, may be where other users have no access.
  const node = join(folder, 'node');
  copyFileSync(process.execPath, node);
  const as = [`--reuid=${OTHER}`, `--regid=${OTHER}`, '--clear-groups'];
  const child = spawn('setpriv', [...as, node, '-e', program], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  other = child;
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  while (!text.includes('\n')) await once(child.stdout, 'data');
  return { first: text.split('\n')[0] ?? '', printed: () => text };
}

/** Listens, prints what it gets, and answers like a Jenkins. */
const listening = (at: string) => `
  const server = require('node:http').createServer((request, response) => {
    console.log(request.method, request.url, JSON.stringify(request.headers));
    response.setHeader('X-Jenkins', '2.500').end('{}');
  });
  server.listen(${at}, () => console.log(JSON.stringify(server.address())));
`;

describe.skipIf(!isRoot)('another user’s process', () => {
  test('guard isFree, takenPorts: on Jenkins’ port before Jenkins is there blocks the start, and gets no request', async () => {
    const { first, printed } = await asOther(listening("0, '127.0.0.1'"));
    const port = Number(/"port":(\d+)/.exec(first)?.[1]);
    expect(await isFree('127.0.0.1', port)).toBe(false);
    const machine = new Machine();
    machine.settings = { ...machine.settings, ports: { ...machine.settings.ports, dood: port } };
    const { controller, world } = machine.process();
    Object.assign(world.host, {
      portHolder: async (address: string, wanted: number) =>
        wanted === port && !(await isFree(address, wanted)) ? holderOf(wanted) : null,
    });
    Object.assign(world, { jenkins: createJenkins() });
    const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
    expect(result).toMatchObject({ ok: false, failure: { code: 'port/in-use' } });
    expect(JSON.stringify(result)).toContain(`node (process ${other?.pid})`);
    expect(machine.containers()).toEqual([]);
    expect(printed().trim()).toBe(first);
  });

  test('guard placeOf: at the port of a Jenkins that publishes nothing gets no login', async () => {
    const { first, printed } = await asOther(listening("0, '127.0.0.1'"));
    const port = Number(/"port":(\d+)/.exec(first)?.[1]);
    const machine = await Machine.running('dood');
    machine.settings = {
      ...machine.settings,
      ports: { ...machine.settings.ports, dood: port },
      jenkins: { ...machine.settings.jenkins, user: 'alice', apiToken: 'a-secret-token' },
    };
    // The container is ours and runs, but what listens at the address of its label is the other user's program.
    for (const container of machine.engine.containers)
      Object.assign(container, { labels: { ...container.labels, 'io.jenkins-tray.page': `http://127.0.0.1:${port}` } });
    const { controller, world } = machine.process();
    Object.assign(world, { jenkins: createJenkins() });
    await controller.refresh();
    expect(printed()).toContain('GET /login');
    expect(printed()).not.toMatch(/authorization/i);
  });

  test('guard Caller: behind the engine’s socket is a failure, not a Jenkins', async () => {
    const path = join(folder, 'docker.sock');
    const { printed } = await asOther(listening(JSON.stringify(path)));
    const connection = resolveConnection('', { DOCKER_HOST: `unix://${path}` });
    const engine = createEngine(connection, { container: [], network: [], volume: [] });
    const signal = AbortSignal.timeout(10_000);
    expect((await engine.version(signal).then(() => null, failureOf))?.code).toMatch(/^engine\//);
    expect((await engine.runningContainers(signal).then(() => null, failureOf))?.code).toMatch(/^engine\//);
    expect(printed()).not.toMatch(/authorization|auth-config/i);
  });
});

test('guard resolveConnection: unless this user names another one, the engine is root’s', () => {
  expect(resolveConnection('', { DOCKER_CONFIG: folder }).endpoint).toMatchObject({
    host: 'unix:///var/run/docker.sock',
    context: 'default',
  });
});

describe('another user in the docker group', () => {
  test.each(['dind', 'dood'] as const)(
    'guard belongingOf: who runs containers with our names in %s is asked about, not replaced, and gets no login',
    async (mode) => {
      const machine = await Machine.running(mode);
      machine.owner = { id: 'second-folder', adopted: [] };
      machine.intent = { ...machine.intent, id: 0, mode: 'off', from: 'off' };
      const before = JSON.stringify(machine.engine.containers);
      const users: string[] = [];
      const { controller, world } = machine.process();
      const { running } = world.jenkins;
      Object.assign(world.jenkins, {
        running: (at: { readonly user: string }, signal: AbortSignal) => {
          users.push(at.user);
          return running({ url: '', password: '', ...at }, signal);
        },
      });
      machine.builds = { ok: false, failure: { code: 'jenkins/unreachable', title: '', detail: '' } };
      const refused = await controller.fulfil({ mode: mode === 'dind' ? 'dood' : 'dind', consents: [] });
      expect(refused).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
      expect(JSON.stringify(machine.engine.containers)).toBe(before);
      expect(machine.containers()).toContain(`${names.jenkins[mode]} running`);
      expect(users.length).toBeGreaterThan(0);
      expect(users.filter((user) => user !== '')).toEqual([]);
    },
  );
});
