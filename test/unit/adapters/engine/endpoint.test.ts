import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveConnection } from '../../../../electron/adapters/engine/endpoint.ts';
import { connect } from '../../../../electron/adapters/engine/engine.ts';
import { FailureError, failureOf } from '../../../../electron/shared/failure.ts';

/** Which engine the environment and the Docker contexts name, and what is told if they name none. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-endpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const resolve = (env: NodeJS.ProcessEnv, setting = '') => resolveConnection(setting, { DOCKER_CONFIG: folder, ...env });
function failure(env: NodeJS.ProcessEnv, setting = '') {
  try {
    resolve(env, setting);
  } catch (thrown) {
    if (thrown instanceof FailureError) return failureOf(thrown);
    throw thrown;
  }
  throw new Error('it was accepted');
}

test.each([
  ['unix:///run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
  ['tcp://127.0.0.1:2375', null],
  ['tcp://[::1]:2375', null],
  ['tcp://engine', null],
  ['https://engine.example:443', null],
])('DOCKER_HOST=%s is an engine', (host, socket) => {
  expect(resolve({ DOCKER_HOST: host })).toEqual({ endpoint: { host, context: 'DOCKER_HOST', socket }, tls: null });
});

test.each([
  '127.0.0.1:2375',
  'localhost',
  'fd://',
  'fd://3',
  'npipe:////./pipe/docker_engine',
  'tcp://127.0.0.1:99999',
  'tcp://127.0.0.1:0',
  'tcp://',
  'tcp://a b',
  'unix://',
  'unix://docker.sock',
  'ssh://ann@server',
  '/var/run/docker.sock',
  ' ',
])('DOCKER_HOST=%s is refused, and the variable named', (host) => {
  const found = failure({ DOCKER_HOST: host });
  expect(found.code).toBe('engine/context-unknown');
  expect(`${found.title} ${found.detail}`).toContain('DOCKER_HOST');
  expect(found.detail).toContain(host);
  // The setting goes before the variable.
  expect(resolve({ DOCKER_HOST: host }, 'default').endpoint.context).toBe('default');
});

const HOST = 'tcp://engine:2376';
function certificates(at: string, ...names: string[]): string {
  mkdirSync(at, { recursive: true });
  for (const name of names) writeFileSync(join(at, name), name);
  return at;
}

test('DOCKER_TLS_VERIFY without certificates is refused, and the variable named', () => {
  const found = failure({ DOCKER_HOST: HOST, DOCKER_TLS_VERIFY: '1' });
  expect(found).toMatchObject({ code: 'engine/context-unknown', detail: expect.stringContaining(folder) });
  expect(found.title).toContain('DOCKER_TLS_VERIFY');
});

test('a DOCKER_CERT_PATH that is gone, half or not a folder is refused, and the variable named', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const path of [join(folder, 'gone'), certificates(join(folder, 'half'), 'ca.pem', 'cert.pem'), file]) {
    const found = failure({ DOCKER_HOST: HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: path });
    expect(found).toMatchObject({ code: 'engine/context-unknown', detail: expect.stringContaining(path) });
    expect(found.title).toContain('DOCKER_CERT_PATH');
  }
});

test('certificates are not asked for where no TLS is', () => {
  expect(resolve({ DOCKER_HOST: HOST, DOCKER_CERT_PATH: '/gone' }).tls).toBeNull();
});

function context(...files: string[]): void {
  const meta = join(folder, 'contexts', 'meta', 'id');
  mkdirSync(meta, { recursive: true });
  writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: HOST } } }));
  certificates(join(folder, 'contexts', 'tls', 'id', 'docker'), ...files);
}

test('a context with a CA only is used without a client certificate', () => {
  context('ca.pem');
  expect(resolve({}, 'far').tls).toEqual({ ca: Buffer.from('ca.pem') });
});

test('a context without the key of its certificate is refused and named', () => {
  context('ca.pem', 'cert.pem');
  expect(failure({}, 'far')).toMatchObject({ code: 'engine/context-unknown', title: expect.stringContaining('far') });
  chmodSync(folder, 0o700);
});

test('variables that are not in use harm no connection', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { DOCKER_HOST: 'tcp://a b:99999', DOCKER_CERT_PATH: '/gone', DOCKER_TLS_VERIFY: '1' });
  try {
    const { modem } = await connect(resolve({ DOCKER_HOST: 'tcp://127.0.0.1:2375' }));
    expect(modem).toMatchObject({ host: '127.0.0.1', port: 2375, protocol: 'http', ca: undefined });
    expect(process.env.DOCKER_CERT_PATH).toBe('/gone');
  } finally {
    for (const name of ['DOCKER_HOST', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY']) delete process.env[name];
    Object.assign(process.env, before);
  }
});
