import { mkdtempSync, rmSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../electron/adapters/engine/engine.ts';
import { Collected } from '../../electron/adapters/http/collected.ts';
import type { EngineClient } from '../../electron/core/world/engine.ts';
import { FailureError, failureOf } from '../../electron/shared/failure.ts';
import { answering, flood, growth, portOf } from './answering.ts';
import { inputs } from './fuzz.ts';
import { hostileText, numbers } from './values.ts';

/** Somebody else's program behind the engine's socket, asked for commands: what dockerode would keep, follow or die of. */

const MIB = 1024 * 1024;
const OK = 'HTTP/1.1 200 OK\r\n';
let folder = '';
let server: Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-commands-'));
});
afterEach(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A client of an engine that answers each request like this. */
async function engine(answer: (socket: Socket, request: string) => void): Promise<EngineClient> {
  const path = join(folder, 'docker.sock');
  server = await answering(answer, { path });
  const endpoint = { host: `unix://${path}`, context: 'default', socket: path };
  return createEngine({ endpoint, tls: null }, { container: [], network: [], volume: [] });
}

const image = { reference: 'r', role: 'jenkins' as const, overlay: { a: 'FROM x' }, buildArgs: {}, base: 'x' };
const oneShot = { name: 'n', image: 'i', command: ['true'], user: '0', binds: [], gpus: false, labels: {} };
const body = {
  ...{ Image: 'i', Env: [], Labels: {}, StopTimeout: 60, NetworkingConfig: { EndpointsConfig: {} } },
  HostConfig: { RestartPolicy: { Name: 'unless-stopped' as const }, NetworkMode: 'none', Mounts: [] },
};
const calls: Readonly<Record<string, (to: EngineClient, signal: AbortSignal) => Promise<unknown>>> = {
  createNetwork: (to, signal) => to.createNetwork({ name: 'n', mtu: 1500, labels: {} }, signal),
  createVolume: (to, signal) => to.createVolume({ name: 'n', labels: {} }, signal),
  createContainer: (to, signal) =>
    to.createContainer({ name: 'n', role: 'jenkins', summary: '', body: { ...body } }, signal),
  tagImage: (to, signal) => to.tagImage('a', 'b', signal),
  start: (to, signal) => to.start('n', signal),
  stop: (to, signal) => to.stop('n', 1, signal),
  unpause: (to, signal) => to.unpause('n', signal),
  retire: (to, signal) => to.retire('n', 'm', signal),
  removeContainer: (to, signal) => to.removeContainer('n', signal),
  removeNetwork: (to, signal) => to.removeNetwork('n', signal),
  logTail: (to, signal) => to.logTail('n', 100, signal),
  exec: (to, signal) => to.exec('n', ['true'], signal, 'input', 5000),
  runOneShot: (to, signal) => to.runOneShot(oneShot, signal),
  buildImage: (to, signal) => to.buildImage({ ...image, context: join(folder), labels: {} }, () => undefined, signal),
};
const names = Object.keys(calls);

/** Runs the call; a failure that is none of ours is an error of this test. */
async function failureFrom(name: string, to: EngineClient, ms = 10_000): Promise<string> {
  const thrown: unknown = await calls[name]?.(to, AbortSignal.timeout(ms)).then(
    () => null,
    (it: unknown) => it,
  );
  if (thrown === null) return '';
  return thrown instanceof FailureError ? failureOf(thrown).code : String(thrown);
}

const endless: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['a body', (socket) => flood(socket, 'x'.repeat(65_536), `${OK}\r\n`)],
  ['a refusal', (socket) => flood(socket, 'x'.repeat(65_536), 'HTTP/1.1 500 No\r\n\r\n')],
  ['headers', (socket) => flood(socket, 'X-A: b\r\n'.repeat(1000), OK)],
  ['interim responses', (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(500))],
];

test.each(endless)(
  'guard boundRequests: %s without end ends each command and costs no memory',
  async (what, answer) => {
    const to = await engine(answer);
    const grown = await growth(async () => {
      // Only logs and builds are streams, which may go on until their deadline.
      const may = what === 'a body' ? /^(engine|image)\/|^TimeoutError/ : /^(engine|image)\//;
      for (const name of names) expect(await failureFrom(name, to, 1000), name).toMatch(may);
    });
    expect(grown / MIB).toBeLessThan(250);
  },
  120_000,
);

test('guard Collected: an answer in three million pieces of one byte costs no more than its bytes', () => {
  const answer = new Collected();
  const bytes = Buffer.alloc(65_536, 'x');
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  for (let at = 0; at < 3_000_000; at += 1) {
    answer.add(bytes.subarray(at % 65_536, (at % 65_536) + 1));
    if (at % 100_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  expect(answer.taken()).toHaveLength(3_000_000);
  expect(most / MIB).toBeLessThan(100);
});

test('guard boundRequests: no redirect of an engine is followed, and none ends the process', async () => {
  let visits = 0;
  const elsewhere = await answering((socket) => {
    visits += 1;
    socket.end(`${OK}Content-Length: 2\r\n\r\n{}`);
  });
  for (const to of [`http://127.0.0.1:${portOf(elsewhere)}/`, 'ftp://elsewhere/', 'javascript:1', '//']) {
    const client = await engine((socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`),
    );
    for (const name of names) expect(await failureFrom(name, client), `${name} ${to}`).toMatch(/^(engine|image)\//);
    await new Promise((resolve) => server?.close(resolve));
  }
  elsewhere.close();
  expect(visits).toBe(0);
});

test.each([
  ['nothing', 'null'],
  ['a list', '[]'],
  ['text', '"x"'],
  ['an id that is an object', '{"Id":{"a":1},"ExitCode":"x","StatusCode":[]}'],
  ['an id that is a path', '{"Id":"../../x","ExitCode":null}'],
])(
  'guard boundRequests, idSchema: %s in answer to a command is a failure, not the end of the process',
  async (_what, json) => {
    const to = await engine((socket) =>
      socket.end(`HTTP/1.1 201 Created\r\nContent-Length: ${json.length}\r\nConnection: close\r\n\r\n${json}`),
    );
    expect(await failureFrom('createContainer', to)).toBe('engine/error');
    for (const name of ['exec', 'runOneShot', 'logTail'])
      expect(await failureFrom(name, to), name).toMatch(/^engine\//);
  },
);

test('guard buildRows, copied: of the rows of a build, 250 of almost a megabyte, only the lines are kept', async () => {
  const row = `${JSON.stringify({ stream: `a line of some length${' '.repeat(900_000)}` })}\n`;
  let rows = 250;
  const to = await engine((socket, request) => {
    if (request.startsWith('POST /session'))
      return void socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    if (request.startsWith('GET')) return void socket.end(`${OK}Content-Length: 2\r\nConnection: close\r\n\r\n{}`);
    socket.resume().write(`${OK}Connection: close\r\n\r\n`);
    const write = (): void => {
      rows -= 1;
      if (rows >= 0) socket.write(row);
      else socket.end('{"error":"the last row"}\n');
    };
    socket.on('drain', write);
    write();
  });
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }, 20);
  expect(await failureFrom('buildImage', to, 50_000)).toBe('image/build-failed');
  clearInterval(timer);
  expect(rows).toBeLessThan(0);
  expect(most / MIB).toBeLessThan(150);
});

const WHOLE = 20_000;

test(`guard boundRequests: of ${WHOLE.toLocaleString('en')} answers to commands none ends the process`, async () => {
  const next = numbers(16);
  const values = ['{}', 'null', '[1]', '{"Id":"a"}', '{"message":"no"}', '{"Id":"a","StatusCode":0,"Config":{}}'];
  const head = (length: number): string => {
    const status = [200, 201, 204, 101, 304, 404, 409, 500, 302, next(1000)][next(10)] ?? 200;
    const extra = next(4) === 0 ? `X-A: ${hostileText(next)}\r\n` : '';
    return `HTTP/1.1 ${status} X\r\nConnection: close\r\nContent-Length: ${next(6) === 0 ? next(500) : length}\r\n${extra}\r\n`;
  };
  const to = await engine((socket) => {
    const text = next(3) === 0 ? hostileText(next) : (values[next(values.length)] ?? '');
    socket.end(next(20) === 0 ? text : head(Buffer.byteLength(text)) + text);
  });
  for (let tried = inputs(WHOLE); tried > 0; tried -= 1) {
    const name = names[next(names.length)] ?? '';
    expect(await failureFrom(name, to, 5000), name).toMatch(
      /^$|^(engine|image|gpu|port|name|mount|network)\/|AbortError|TimeoutError/,
    );
  }
}, 600_000);
