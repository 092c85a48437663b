import type { Server, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Caller } from '../../electron/adapters/engine/call.ts';
import { createQueries } from '../../electron/adapters/engine/queries.ts';
import { lateGet } from '../../electron/adapters/http/late-get.ts';
import { createJenkins } from '../../electron/adapters/jenkins.ts';
import { quickGet } from '../../electron/adapters/quick/quick-get.ts';
import { failureOf } from '../../electron/shared/failure.ts';
import { answering, flood, growth, portOf } from './answering.ts';

/** Another user's program on Jenkins' port, or behind the engine's address: answers without end or reason. */

let server: Server | null = null;
afterEach(() => server?.close());
const serving = async (answer: (socket: Socket) => void): Promise<number> => {
  server = await answering(answer);
  return portOf(server);
};

const signal = new AbortController().signal;

const OK = 'HTTP/1.1 200 OK\r\n';
const KIB = 1024;
const line = 'x'.repeat(16 * KIB);

const endless: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['a status line', (socket) => flood(socket, line)],
  ['one header', (socket) => flood(socket, line, `${OK}X-Jenkins: `)],
  ['headers', (socket) => flood(socket, `X-${'a'.repeat(99)}: b\r\n`.repeat(99), OK)],
  ['interim responses', (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(500))],
  ['a page', (socket) => flood(socket, line, `${OK}X-Jenkins: 2.5\r\n\r\n`)],
  ['a page in chunks', (socket) => flood(socket, `4000\r\n${line}\r\n`, `${OK}Transfer-Encoding: chunked\r\n\r\n`)],
  ['a list', (socket) => flood(socket, '{},'.repeat(5000), `${OK}\r\n{"jobs":[`)],
];

describe.each([
  ['node-get.ts', lateGet],
  ['quick-get.ts', quickGet],
])('guard %s', (_, get) => {
  test.each(endless)('%s without end is a failure of its own and costs no memory', async (_what, answer) => {
    const url = `http://127.0.0.1:${await serving(answer)}`;
    const jenkins = createJenkins(get);
    const grown = await growth(async () => {
      for (let look = 0; look < 3; look += 1) {
        const began = performance.now();
        const page = await jenkins.page(url, signal);
        const builds = await jenkins.running({ url, user: '', password: '' }, signal);
        expect(page.kind).not.toBe('running');
        expect(builds.ok ? '' : builds.failure.code).toMatch(/^jenkins\//);
        expect(performance.now() - began).toBeLessThan(12_000);
      }
    });
    expect(grown / KIB / KIB).toBeLessThan(100);
  });

  test('guard endWith: a server that answers nothing is given up at the deadline', async () => {
    const port = await serving(() => undefined);
    const at = { host: '127.0.0.1', port, tls: null };
    await expect(get(at, '/', {}, AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('the engine’s address held by somebody else: the failure says what is wrong with the answer', async () => {
    const port = await serving((socket) => {
      socket.write(`${OK}Server: Docker/20.10.24 (linux)\r\nApi-Version: 1.41\r\n\r\n[`);
      flood(socket, '{"Id":"a"},'.repeat(2000));
    });
    const endpoint = { host: `tcp://127.0.0.1:${port}`, context: 'default', socket: null };
    const queries = createQueries({ endpoint, tls: null }, new Caller(endpoint), get);
    const failure = await queries.runningContainers(signal).then(() => null, failureOf);
    expect(failure?.detail).toContain('the body of the response has more than');
    expect(failure?.code).not.toBe('engine/unreachable');
  });

  test.each([
    ['of two megabytes', 'x'.repeat(2_000_000)],
    ['of 41 characters', 'x'.repeat(41)],
    ['with an escape sequence', '2.5\u001b]0;x\u0007'],
    ['with markup', '2.5<script>'],
    ['with a space', '2.5 by somebody'],
  ])('guard versionIn: a version %s is none', async (_what, version) => {
    const port = await serving((socket) => socket.end(`${OK}X-Jenkins: ${version}\r\nContent-Length: 0\r\n\r\n`));
    const page = await createJenkins(get).page(`http://127.0.0.1:${port}`, signal);
    expect('version' in page ? page.version : '').toBe('');
  });

  test.each([
    ['two lengths', 'Content-Length: 1\r\nContent-Length: 9\r\n\r\nx'],
    ['a length that is none', 'Content-Length: -1\r\n\r\nx'],
    ['a header without a colon', 'X-Jenkins\r\n\r\nx'],
    ['a header name with a space', 'X Jenkins: 2\r\n\r\nx'],
    ['a header with a control character', 'X-A: \u0001\r\n\r\nx'],
  ])('guard headOf: %s is not HTTP', async (_what, rest) => {
    const port = await serving((socket) => socket.end(`${OK}${rest}`));
    const at = { host: '127.0.0.1', port, tls: null };
    await expect(get(at, '/', {}, AbortSignal.timeout(5000))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test.each([
    ['that do not decode', '/job/%E0%A4%A/job/%/job/%zz/'],
    ['that are none', 'javascript:alert(1)'],
    ['with escape sequences', '/job/%1b%5d0;x%07/'],
    ['of a megabyte', `/job/${'a'.repeat(1e6)}/`],
    ['of a hundred thousand folders', '/job/a'.repeat(1e5)],
  ])('builds with URLs %s are listed', async (_what, url) => {
    const build = { url, number: 1e308, timestamp: -1e308, duration: -1, estimatedDuration: 1e308, building: true };
    const list = {
      busyExecutors: 1,
      computer: [{ idle: false, executors: [{ idle: false, currentExecutable: build }] }],
    };
    const body = JSON.stringify(list);
    const port = await serving((socket) =>
      socket.end(`${OK}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
    );
    const at = { url: `http://127.0.0.1:${port}`, user: '', password: '' };
    expect(await createJenkins(get).running(at, signal)).toMatchObject({ ok: true, value: [{ result: 'running' }] });
  });

  test('a list that is nothing but brackets is not as expected', async () => {
    const body = '['.repeat(4_000_000);
    const port = await serving((socket) => socket.end(`${OK}Content-Length: ${body.length}\r\n\r\n${body}`));
    const at = { url: `http://127.0.0.1:${port}`, user: '', password: '' };
    expect(await createJenkins(get).running(at, signal)).toMatchObject({ ok: false });
  });
});
