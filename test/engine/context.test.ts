import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveConnection } from '../../electron/adapters/engine/endpoint.ts';
import { createEngine } from '../../electron/adapters/engine/engine.ts';
import type { Mode } from '../../electron/shared/mode.ts';
import { cleanUp, docker, product, type Setup, setup, writeSettings } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** A published nested engine is reached from the host by `docker --context`, with the client's certificate and no other way. */
const watched = { container: [], network: [], volume: [] };
let lab: Setup;
const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-docker-'));
const before = process.env.DOCKER_CONFIG;

beforeAll(() => {
  lab = setup('context', 21800);
  process.env.DOCKER_CONFIG = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = before;
  cleanUp(lab);
  rmSync(folder, { recursive: true, force: true });
});

const port = 21808;
const publish = (publishPort: number | null) => writeSettings(lab, { ...lab.settings, nested: { publishPort } });
const switchTo = async (mode: Mode, consents: readonly string[] | 'all' = 'all') => {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode, consents });
  await controller.close();
  return result;
};
/** The docker command of a user of the host, without the lab's DOCKER_HOST. */
const onHost = (...args: string[]) => {
  const { DOCKER_HOST: _lab, ...env } = process.env;
  return run('docker', args, { env });
};

test('a foreign Docker context of that name is asked about, and stays without consent', async () => {
  onHost('context', 'create', lab.names.context, '--docker', 'host=tcp://127.0.0.1:1');
  publish(port);
  const refused = await switchTo('dind', []);
  expect(refused.ok ? '' : refused.failure.detail).toContain(`Replace the Docker context ${lab.names.context}`);
  expect(onHost('context', 'inspect', lab.names.context).stdout).toContain('tcp://127.0.0.1:1');
  onHost('context', 'rm', lab.names.context);
});

test('docker --context reaches the nested engine, on loopback only', async () => {
  const result = await switchTo('dind');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  expect(docker('port', lab.names.nestedEngine)).toBe(`2376/tcp -> 127.0.0.1:${port}`);
  docker('exec', lab.names.nestedEngine, 'docker', 'network', 'create', 'only-inside');
  const seen = onHost('--context', lab.names.context, 'network', 'ls', '--format', '{{.Name}}');
  expect(seen.stderr).toBe('');
  expect(seen.stdout).toContain('only-inside');
  expect(onHost('context', 'ls', '--format', '{{.Name}} {{.Description}}').stdout).toContain(
    `${lab.names.context} The nested engine of Jenkins`,
  );
  const [id = ''] = readdirSync(join(folder, 'contexts', 'tls'));
  const key = join(folder, 'contexts', 'tls', id, 'docker', 'key.pem');
  expect((statSync(key).mode & 0o777).toString(8)).toBe('600');
  const anonymous = run('curl', ['-sk', '--max-time', '5', `https://127.0.0.1:${port}/_ping`]);
  expect(anonymous.status).not.toBe(0);
});

test('the app reaches the nested engine over TLS as well, and reports if it does not answer', async () => {
  const connection = resolveConnection(lab.names.context, { DOCKER_CONFIG: folder });
  const engine = createEngine(connection, watched);
  const signal = AbortSignal.timeout(10_000);
  expect((await engine.networksNamed(['only-inside'], signal)).map(({ name }) => name)).toEqual(['only-inside']);
  expect((await engine.version(signal)).version).toMatch(/^\d+\./);
  const anonymous = createEngine({ ...connection, tls: null }, watched);
  await expect(anonymous.version(signal)).rejects.toMatchObject({
    failure: { code: expect.stringMatching(/^engine\//) },
  });
});

test('when no longer published, the Docker context is removed, even if it was current', async () => {
  onHost('context', 'use', lab.names.context);
  publish(null);
  const result = await switchTo('dind');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  expect(docker('port', lab.names.nestedEngine)).toBe('');
  expect(onHost('context', 'ls', '--format', '{{.Name}}').stdout.trim()).toBe('default');
  expect(readdirSync(join(folder, 'contexts', 'tls'))).toEqual([]);
});

test('down removes the Docker context', async () => {
  publish(port);
  expect((await switchTo('dind')).ok).toBe(true);
  expect(existsSync(join(folder, 'contexts', 'meta'))).toBe(true);
  expect((await switchTo('off')).ok).toBe(true);
  expect(readdirSync(join(folder, 'contexts', 'meta'))).toEqual([]);
});
