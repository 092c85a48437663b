import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { boundedRows } from '../../electron/adapters/engine/bounded-rows.ts';
import { Caller } from '../../electron/adapters/engine/call.ts';
import { FrameLines, unframe } from '../../electron/adapters/engine/logs.ts';
import { createQueries } from '../../electron/adapters/engine/queries.ts';
import { createJenkins } from '../../electron/adapters/jenkins.ts';
import { FailureError } from '../../electron/shared/failure.ts';
import { inputs } from './fuzz.ts';
import { hostileText, numbers } from './values.ts';

/** A socket that is somebody else's, or names, labels and output that somebody chose: no crash, bounded memory. */

type Next = (below: number) => number;
const signal = new AbortController().signal;
const endpoint = { host: 'unix:///tmp/somebody', context: 'default', socket: '/tmp/somebody' };

const CONTAINER = {
  Id: 'a'.repeat(64),
  Name: '/jenkins',
  Image: 'sha256:b',
  Created: '2026-01-01T00:00:00Z',
  State: { Status: 'running', ExitCode: 0, Health: { Status: 'healthy' }, StartedAt: '2026-01-01T00:00:00Z' },
  Config: { Image: 'jenkins-image', Labels: { a: 'b' }, Env: ['A=b'], ExposedPorts: { '8080/tcp': {} }, User: '' },
  HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }] }, Memory: 0 },
  Mounts: [{ Type: 'bind', Source: '/srv', Destination: '/var/jenkins_home' }],
  NetworkSettings: {
    Ports: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }], '50000/tcp': null },
    Networks: { jenkins: { NetworkID: 'n' } },
  },
};
const ROW = {
  ...{ Id: 'a', Names: ['/jenkins'], Image: 'i', ImageID: 'b', Created: 1, State: 'running', Status: 'Up (healthy)' },
  Labels: { a: 'b' },
  Ports: [{ IP: '0.0.0.0', PrivatePort: 8080, PublicPort: 8081 }],
};
const VALID: readonly unknown[] = [
  CONTAINER,
  [ROW],
  [{ Name: 'jenkins', Id: 'n', Labels: null }],
  { Id: 'n', Driver: 'bridge', Containers: { a: { Name: 'x' } } },
  { Volumes: [{ Name: 'v', Labels: {} }] },
  [{ Id: 'i', RepoTags: ['jenkins:latest'], Labels: {} }],
  { Version: '20.10', ApiVersion: '1.41', Os: 'linux' },
  { message: 'no such container' },
  {
    busyExecutors: 1,
    computer: [{ idle: false, executors: [{ idle: false, currentExecutable: { url: '/job/a/1/' } }] }],
  },
  { jobs: [{ builds: [{ url: '/job/a/1/', number: 1, timestamp: 1 }] }] },
];

const strange = (next: Next): unknown =>
  [null, true, -1, 1e308, '', hostileText(next), [], {}, [[[]]], { __proto__: null }, 'x'.repeat(next(5000))][next(11)];

/** A copy with some values replaced, removed or repeated. */
function mutated(value: unknown, next: Next): unknown {
  if (next(12) === 0) return strange(next);
  if (Array.isArray(value)) return value.flatMap((it) => Array(next(3)).fill(mutated(it, next)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, it]) =>
      next(15) === 0 ? [] : [[next(20) === 0 ? hostileText(next) : key, mutated(it, next)]],
    ),
  );
}

const WHOLE = 100_000;

test(`guard queries.ts, jenkins.ts: of ${WHOLE.toLocaleString('en')} answers none crashes the adapter`, async () => {
  const next = numbers(4);
  const headers = (): ReadonlyMap<string, string> =>
    new Map([
      ['server', next(3) === 0 ? hostileText(next) : 'Docker/20.10.24 (linux)'],
      ['api-version', next(5) === 0 ? hostileText(next) : '1.41'],
      ['x-jenkins', hostileText(next)],
    ]);
  const get = async () => {
    const text = JSON.stringify(mutated(VALID[next(VALID.length)], next)) ?? '';
    const body = next(10) === 0 ? text.slice(0, next(text.length + 1)) : text;
    return { status: [200, 200, 200, 200, 404, 500, 403, next(1000)][next(8)] ?? 0, headers: headers(), body };
  };
  const at = { url: 'http://127.0.0.1:1', user: 'a', password: 'b' };
  for (let tried = inputs(WHOLE); tried > 0; tried -= 1) {
    const queries = createQueries({ endpoint, tls: null }, new Caller(endpoint), get);
    const jenkins = createJenkins(get);
    const calls: readonly (() => Promise<unknown>)[] = [
      () => queries.version(signal),
      () => queries.containersNamed(['jenkins'], signal),
      () => queries.containersAround(['jenkins'], signal),
      () => queries.runningContainers(signal),
      () => queries.networksNamed(['jenkins'], signal),
      () => queries.networkUsers('n', signal),
      () => queries.volumesNamed(['v'], signal),
      () => queries.imagesNamed(['jenkins'], signal),
      () => queries.inspect('jenkins', signal),
      () => jenkins.page(at.url, signal),
      () => jenkins.running(at, signal),
      () => jenkins.recent(at, 10, signal),
    ];
    const thrown = await calls[next(calls.length)]?.().then(
      () => null,
      (it: unknown) => it,
    );
    if (thrown !== null && !(thrown instanceof FailureError)) throw thrown;
    if (thrown instanceof FailureError && thrown.failure.code === 'internal/error') throw thrown;
  }
}, 600_000);

const randomBytes = (next: Next): Buffer => Buffer.from(Array.from({ length: next(200) }, () => next(256)));

/** A frame whose header may lie. */
function frame(next: Next): Buffer {
  const content = next(3) === 0 ? randomBytes(next) : Buffer.from(hostileText(next));
  const header = Buffer.alloc(8);
  header[0] = next(4);
  header.writeUInt32BE(next(5) === 0 ? next(2 ** 32 - 1) : content.length, 4);
  return Buffer.concat([header, content]);
}

test(`guard FrameLines, unframe, boundedRows: of ${WHOLE.toLocaleString('en')} streams none crashes`, async () => {
  const next = numbers(44);
  for (let tried = inputs(WHOLE); tried > 0; tried -= 1) {
    const bytes = Buffer.concat(
      Array.from({ length: next(6) }, () => (next(4) === 0 ? randomBytes(next) : frame(next))),
    );
    const lines = new FrameLines(() => undefined);
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + next(64);
      lines.push(bytes.subarray(at, at + size));
      at += size;
    }
    lines.end();
    unframe(bytes);
    if (tried % 10 !== 0) continue;
    const passed = await buffer(boundedRows(Readable.from([bytes, Buffer.from('\nend')], { objectMode: false })));
    expect(passed).toEqual(Buffer.concat([bytes, Buffer.from('\nend')]));
  }
}, 600_000);

/** What is kept of this much output without a line break, bytes. */
async function kept(write: (chunk: Buffer) => void, megabytes: number): Promise<number> {
  globalThis.gc?.();
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  const before = process.memoryUsage().heapUsed;
  let most = before;
  for (let at = 0; at < megabytes; at += 1) {
    write(chunk);
    most = Math.max(most, process.memoryUsage().heapUsed);
    await new Promise(setImmediate);
  }
  return most - before;
}
const MIB = 1024 * 1024;

test('guard FrameLines: a line of 300 MB, in a frame that claims 4 GB, is passed on in pieces', async () => {
  let longest = 0;
  let total = 0;
  const lines = new FrameLines((line) => {
    longest = Math.max(longest, line.length);
    total += line.length;
  });
  lines.push(Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]));
  expect(await kept((chunk) => lines.push(chunk), 300)).toBeLessThan(150 * MIB);
  lines.end();
  expect(total).toBe(300 * MIB);
  expect(longest).toBeLessThanOrEqual(256 * 1024);
});

test('guard boundedRows: a row of 300 MB is left out, and the next one passes', async () => {
  const source = new PassThrough();
  const passed = buffer(boundedRows(source));
  source.write('{"stream":"before"}\n');
  expect(await kept((chunk) => source.write(chunk), 300)).toBeLessThan(150 * MIB);
  source.end('\n{"stream":"after"}\n');
  expect((await passed).toString()).toBe('{"stream":"before"}\n{"stream":"after"}\n');
});
