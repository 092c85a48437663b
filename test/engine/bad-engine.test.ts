import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { badDay } from '../lab/bad-day.ts';
import { docker, product } from '../lab/setup.ts';

/** A broken engine, settings or port, and commands that meet or are interrupted. */
const { lab, switchTo, failure, change, foreign } = badDay('badengine', 20400);

test('an engine that does not run is reported as unreachable', async () => {
  process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock';
  expect(await failure('dood')).toMatchObject({ code: 'engine/unreachable', command: 'sudo systemctl start docker' });
});

/** An engine that gives every request this answer, on its own socket. */
async function engineSaying(body: (path: string) => string, headers: Record<string, string>): Promise<() => void> {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('content-type', 'application/json').end(body(request.url ?? ''));
  });
  const path = join(lab.configDir, 'double.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  process.env.DOCKER_HOST = `unix://${path}`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

test('an engine that is too old is refused', async () => {
  const end = await engineSaying((path) => (path.includes('/volumes') ? '{"Volumes":[]}' : '[]'), {
    server: 'Docker/19.03.15 (linux)',
    'api-version': '1.40',
  });
  expect(await failure('dood')).toMatchObject({ code: 'engine/too-old', title: 'Docker 19.03.15 is too old' });
  end();
});

test('an engine that answers nonsense is reported as an engine error', async () => {
  const end = await engineSaying(() => '<html>', { server: 'Docker/28.0.0 (linux)', 'api-version': '1.48' });
  expect((await failure('dood')).code).toBe('engine/error');
  end();
});

test('a call to an engine that hangs ends when the caller aborts', async () => {
  const server = createTcp(() => undefined);
  const path = join(lab.configDir, 'hung.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  process.env.DOCKER_HOST = `unix://${path}`;
  const { controller } = product(lab);
  const given = new AbortController();
  setTimeout(() => given.abort(), 300);
  const result = await controller.fulfil({ mode: 'dood', consents: [] }, given.signal);
  expect(result.ok ? '' : result.failure.code).toBe('run/interrupted');
  await controller.close();
  server.close();
});

test('a missing Docker context is reported', () => {
  delete process.env.DOCKER_HOST;
  change({ engineContext: 'no-such' });
  expect(() => product(lab)).toThrow('engine/context-unknown');
});

test('a port held by another program is named, and a free one proposed', async () => {
  const server = createTcp();
  await new Promise<void>((resolve) => server.listen(lab.ports.dood, '127.0.0.1', resolve));
  const found = await failure('dood', 'all');
  expect(found).toMatchObject({
    code: 'port/in-use',
    command: `jenkins-tray config set ports.dood ${lab.ports.dind + 1}`,
  });
  expect(found.title).toContain(`(process ${process.pid})`);
  server.close();
});

test('a port published by another container is named', async () => {
  foreign('run', '--name', 'bad-web', '-p', `127.0.0.1:${lab.ports.agents}:80`, 'lab/debian:trixie', 'sleep', '300');
  expect((await failure('dood')).title).toBe(`Port ${lab.ports.agents} is taken by the container bad-web`);
});

test('settings that are corrupt, newer, of a wrong type or with an unknown key are reported and not overwritten', async () => {
  const path = join(lab.configDir, 'settings.json');
  writeFileSync(path, '{ "home": ');
  expect((await failure('dood')).code).toBe('settings/invalid');
  expect(readdirSync(lab.configDir).some((name) => name.startsWith('settings.json.corrupt-'))).toBe(true);
  writeFileSync(path, '{ "version": 99 }');
  expect((await failure('dood')).code).toBe('settings/newer');
  writeFileSync(path, '{ "ports": { "dind": "8081" }, "colour": "red" }');
  const found = await failure('dood');
  expect(found.detail).toContain('ports.dind');
  expect(found.detail).toContain('colour');
});

test('of two at once, the second is told who is working', async () => {
  const first = product(lab);
  const lock = await first.world.lock.acquire('up dood');
  expect(await failure('dood')).toMatchObject({ code: 'lock/held' });
  await lock.release();
  await first.controller.close();
});

test('an interrupted switch leaves the intent pending, and down completes', async () => {
  const { controller, world } = product(lab);
  const stop = new AbortController();
  controller.subscribe(({ activity }) => {
    if (
      activity.kind === 'working' &&
      activity.steps.some(({ kind, state }) => kind === 'await-ready' && state === 'running')
    )
      stop.abort();
  });
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' }, stop.signal);
  expect(result.ok ? '' : result.failure.code).toBe('run/interrupted');
  expect(world.intent.load()).toMatchObject({ mode: 'dood', state: 'pending' });
  await controller.close();
  expect((await switchTo('off', 'all')).ok).toBe(true);
  expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${lab.name}`)).toBe('');
});
