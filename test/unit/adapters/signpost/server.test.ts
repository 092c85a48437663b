import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_BODY } from '../../../../electron/adapters/signpost/relay.ts';
import { type SignpostServer, serveSignpost } from '../../../../electron/adapters/signpost/server.ts';

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
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (part) => {
      answer += String(part);
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
