import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { connect, createServer as createNetServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_BODY } from '../../../../electron/adapters/signpost/relay.ts';
import { type SignpostServer, serveSignpost } from '../../../../electron/adapters/signpost/server.ts';
import { certificate } from '../../../doubles/certificate.ts';

/** A Jenkins that tells what reached it, and a signpost in front of it. */
let jenkins: Server;
let post: SignpostServer;
let port = 0;
let url = '';
const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  jenkins = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      seen.push({ method, url: path, headers, body: Buffer.concat(parts).toString('latin1').slice(0, 100) });
      response
        .writeHead(201, { location: '/queue/item/7/', 'x-hook': 'yes' })
        .end(`${Buffer.concat(parts).length} bytes`);
    });
  });
  await new Promise<void>((resolve) => jenkins.listen(0, '127.0.0.1', resolve));
  const at = jenkins.address();
  url = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
  port = await freePort();
  post = await serveSignpost('127.0.0.1', port, { kind: 'there', url });
});
afterAll(async () => {
  await post.close();
  jenkins.close();
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const at = probe.address();
      probe.close(() => resolve(typeof at === 'object' && at !== null ? at.port : 0));
    });
  });

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const ask = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: Buffer | string = '',
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
/** What comes back until the connection ends, or until it has `enough`. */
const raw = (text: string, enough = /$^/): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (part) => {
      answer += String(part);
      if (enough.test(answer)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });

test('reading leads to Jenkins under the name by which the client knows this computer, path and query kept', async () => {
  const target = new URL(url).port;
  for (const [host, place] of [
    ['localhost:8080', 'localhost'],
    ['ws.lan:8080', 'ws.lan'],
    ['[::1]:8080', '[::1]'],
    ['evil"><script>', '127.0.0.1'],
    ['a b', '127.0.0.1'],
  ] as const) {
    const { status, headers } = await ask('GET', '/job/a%2Fb/?x=1&y=%20', { host });
    expect([status, headers.location]).toEqual([307, `http://${place}:${target}/job/a%2Fb/?x=1&y=%20`]);
  }
  const head = await ask('HEAD', '//evil.example/', { host: 'localhost' });
  expect([head.status, head.headers.location]).toEqual([307, `http://localhost:${target}//evil.example/`]);
});

test('what writes is relayed as it came, and Jenkins’ answer comes back', async () => {
  seen.length = 0;
  const body = Buffer.from([0, 255, 10, 13, 34]);
  const headers = {
    'x-hub-signature-256': 'sha256=ab',
    'content-type': 'application/json',
    'proxy-authorization': 'x',
  };
  const { status, headers: answered, body: text } = await ask('POST', '/github-webhook/?a=1', headers, body);
  expect([status, answered.location, answered['x-hook'], text]).toEqual([201, '/queue/item/7/', 'yes', '5 bytes']);
  expect(seen).toMatchObject([{ method: 'POST', url: '/github-webhook/?a=1', body: body.toString('latin1') }]);
  expect(seen[0]?.headers).toMatchObject({ 'x-hub-signature-256': 'sha256=ab', 'content-type': 'application/json' });
  expect(seen[0]?.headers).not.toHaveProperty('proxy-authorization');
});

test('a Jenkins with https at its port gets what is written as well, whatever its certificate', async () => {
  const secure = createSecure(certificate(), (incoming, response) => void incoming.pipe(response.writeHead(201)));
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const at = secure.address();
  const place = `https://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
  post.sign = { kind: 'there', url: place };
  expect(await ask('POST', '/github-webhook/', {}, '{}')).toMatchObject({ status: 201, body: '{}' });
  expect((await ask('GET', '/a', { host: '127.0.0.1' })).headers.location).toBe(`${place}/a`);
  post.sign = { kind: 'there', url };
  secure.close();
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  '%s with a body of unknown length is one request',
  async (method) => {
    seen.length = 0;
    const body = 'GET /other HTTP/1.1\r\n\r\n';
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(await ask(method, '/hook', chunked, body)).toMatchObject({ status: 201, body: `${body.length} bytes` });
    expect(seen).toMatchObject([{ method, url: '/hook', body }]);
  },
);

test('a body of 25 MiB is relayed; a larger one is refused, by its length and without one', async () => {
  const fits = Buffer.alloc(MAX_BODY);
  expect((await ask('POST', '/', { 'content-length': String(fits.length) }, fits)).body).toBe(`${fits.length} bytes`);
  const declared = await ask('PUT', '/', { 'content-length': String(MAX_BODY + 1) }).catch(() => null);
  expect(declared?.status).toBe(413);
  seen.length = 0;
  const chunked = await ask('POST', '/', { 'transfer-encoding': 'chunked' }, Buffer.alloc(MAX_BODY + 1)).catch(
    () => null,
  );
  // The connection may be cut before the client has sent all.
  expect([413, undefined]).toContain(chunked?.status);
  expect(seen).toEqual([]);
});

test('while Jenkins starts, browsers get a page that waits, and everybody else is told when to ask again', async () => {
  post.sign = { kind: 'starting', mode: 'dood' };
  const page = await ask('GET', '/job/x/');
  expect([page.status, page.headers['retry-after'], page.headers['content-type']]).toEqual([
    503,
    '5',
    'text/html; charset=utf-8',
  ]);
  expect(page.body).toContain('Jenkins is being started with DooD');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(await ask('HEAD', '/')).toMatchObject({ status: 503, body: '', headers: { 'x-jenkins-tray': 'starting' } });
  expect(await ask('POST', '/github-webhook/', {}, '{}')).toMatchObject({
    status: 503,
    headers: { 'retry-after': '5' },
  });
  post.sign = { kind: 'there', url };
});

test('a Jenkins that does not answer is a 503 too', async () => {
  post.sign = { kind: 'there', url: `http://127.0.0.1:${await freePort()}` };
  expect(await ask('POST', '/', {}, 'x')).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  post.sign = { kind: 'there', url };
});

test('it is no proxy for others', async () => {
  expect(await raw('GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  expect(await raw('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toBe('');
  expect(await raw('OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
});

/** What reached a program on Jenkins' port that answers with these bytes, and what the client got. */
async function through(text: string, answer: string): Promise<{ readonly got: string; readonly answer: string }> {
  let got = '';
  const program = createNetServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      got += String(part);
      socket.end(answer, 'latin1');
    });
  });
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  const at = program.address();
  post.sign = { kind: 'there', url: `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}` };
  const answered = await raw(text);
  program.close();
  post.sign = { kind: 'there', url };
  return { got, answer: answered };
}
const EMPTY = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const posted = (...headers: readonly string[]): string =>
  ['POST /x HTTP/1.1', 'Host: h', 'Connection: close', ...headers, '', ''].join('\r\n');

test.each(['GET /a\fb', 'HEAD /a\fb', 'POST /a\tb', 'PUT /a\fb'])('%j cannot be passed on', async (line) => {
  expect(await raw(`${line} HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
});

test.each([
  'HTTP/1.1 099 Odd\r\n\r\n',
  'HTTP/1.1 20 Odd\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
  'HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n',
  'no HTTP\r\n\r\n',
])('what is no answer of a Jenkins (%j) is none here', async (answer) => {
  expect((await through(posted('Content-Length: 0'), answer)).answer).toMatch(/^HTTP\/1.1 50[23] /);
});

test('headers arrive as often as they came, and the body as it was coded', async () => {
  const repeated = await through(posted('X-A: 1', 'X-A: 2', 'Content-Length: 0'), EMPTY);
  expect(repeated.got).toMatch(/x-a: 1\r\nx-a: 2\r\n/i);
  const coded = await through(`${posted('Transfer-Encoding: gzip, chunked')}2\r\nhi\r\n0\r\n\r\n`, EMPTY);
  expect(coded.got).toMatch(/transfer-encoding: gzip, chunked\r\n/i);
  // What a sender counts among the headers of its connection stays here, but for what makes it this request.
  const named = await through(
    `${posted('Connection: host, content-length, x-own', 'X-Own: 1', 'Content-Length: 2')}hi`,
    EMPTY,
  );
  expect(named.got).toMatch(/^POST \/x HTTP\/1.1\r\nhost: h\r\n/i);
  expect(named.got).toMatch(/content-length: 2\r\n/i);
  expect(named.got).not.toMatch(/x-own/i);
});

test('a client that asks before it sends a body is told to only where Jenkins gets it', async () => {
  const ask100 = 'Expect: 100-continue';
  const { got, answer } = await through(`${posted(ask100, 'Content-Length: 2')}hi`, EMPTY);
  expect([answer.slice(0, 25), got.endsWith('\r\n\r\nhi')]).toEqual(['HTTP/1.1 100 Continue\r\n\r\n', true]);
  expect(got).not.toMatch(/expect/i);
  expect(await raw(posted(ask100, `Content-Length: ${MAX_BODY + 1}`), /\r\n/)).toMatch(/^HTTP\/1.1 413 /);
  post.sign = { kind: 'starting', mode: 'dind' };
  expect(await raw(posted(ask100, 'Content-Length: 2'), /\r\n/)).toMatch(/^HTTP\/1.1 503 /);
  post.sign = { kind: 'there', url };
});

test('a client that sends all before it reads gets its answer as well', async () => {
  const sendAll = (head: string): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(head);
        // Larger than what the system keeps for a program that does not read.
        socket.write(Buffer.alloc(MAX_BODY + 1), (error) => resolve(error?.message ?? answer));
      });
      socket.on('error', () => undefined);
      socket.on('data', (part) => {
        answer += String(part);
      });
    });
  const head = posted(`Content-Length: ${MAX_BODY + 1}`);
  expect(await sendAll(head)).toMatch(/^HTTP\/1.1 413 /);
  post.sign = { kind: 'starting', mode: 'dind' };
  expect(await sendAll(head)).toMatch(/^HTTP\/1.1 503 /);
  post.sign = { kind: 'there', url };
});

test('a client of HTTP/1.0, which names no host, is led to the address that it has reached', async () => {
  expect(await raw('GET /a?b=1 HTTP/1.0\r\n\r\n')).toContain(`location: ${url}/a?b=1\r\n`);
});

test('who asks for a WebSocket is led to Jenkins, and several requests at once are answered in turn', async () => {
  const socket = 'Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
  const answer = await raw(`GET /ws HTTP/1.1\r\nHost: localhost\r\n${socket}`);
  expect(answer).toMatch(/^HTTP\/1.1 307 .*location: \S+\/ws\r\n.*connection: close/is);
  const both = `GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n${posted('Content-Length: 0')}`;
  expect((await raw(both)).match(/^HTTP\/1.1 \d+/gm)).toEqual(['HTTP/1.1 307', 'HTTP/1.1 201']);
});

test('a client that says nothing, or ends no head, does not keep its connection', async () => {
  const place = await freePort();
  const other = await serveSignpost('127.0.0.1', place, { kind: 'there', url }, { silent: 50, request: 1000 });
  for (const said of ['', 'GET / HTTP/1.1\r\nX-A:']) {
    const socket = connect(place, '127.0.0.1', () => socket.write(said));
    socket.on('error', () => undefined).resume();
    await new Promise((resolve) => socket.once('close', resolve));
  }
  await other.close();
});

test.each(['[::1]', '::1', '::'])('it listens at %s', async (address) => {
  const place = await freePort();
  const other = await serveSignpost(address, place, { kind: 'there', url });
  const answer = await fetch(`http://[::1]:${place}/a`, { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe(`http://[::1]:${new URL(url).port}/a`);
  await other.close();
});

test('it leaves its port at once, with a connection open', async () => {
  const place = await freePort();
  const other = await serveSignpost('127.0.0.1', place, { kind: 'there', url });
  const socket = connect(place, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.on('error', () => undefined);
  await other.close();
  await (await serveSignpost('127.0.0.1', place, { kind: 'there', url })).close();
  await expect(serveSignpost('127.0.0.1', port, { kind: 'there', url })).rejects.toThrow('EADDRINUSE');
});
