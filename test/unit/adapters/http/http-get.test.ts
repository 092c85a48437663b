import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { HttpGet } from '../../../../electron/adapters/http/http-get.ts';
import { lateGet } from '../../../../electron/adapters/http/late-get.ts';
import { quickGet } from '../../../../electron/adapters/quick/quick-get.ts';

/** What both clients make of a server's bytes; each test writes them by hand. */
let server: Server | null = null;
afterEach(() => server?.close());

async function answering(get: HttpGet, bytes: string | Buffer | null) {
  const made = createServer((socket) => {
    socket.once('data', () => (bytes === null ? undefined : socket.end(bytes)));
    socket.on('error', () => undefined);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return (signal = AbortSignal.timeout(5000)) =>
    get({ host: '127.0.0.1', port: address.port, tls: null }, '/x', {}, signal);
}

describe.each([
  ['Node’s own', lateGet],
  ['the one of status', quickGet],
])('%s client', (_name, get) => {
  test('a response has its status, lower-case header names, and a body in UTF-8', async () => {
    const ask = await answering(
      get,
      'HTTP/1.0 200 OK\r\nX-Jenkins: 2.568.2\r\nContent-Type: text/plain\r\n\r\nGröße\r\n\r\n€',
    );
    const { status, headers, body } = await ask();
    expect([status, headers.get('x-jenkins'), body]).toEqual([200, '2.568.2', 'Größe\r\n\r\n€']);
  });

  test('a response that is cut off, empty or not HTTP is an error', async () => {
    for (const bytes of [
      '',
      'HTTP/1.0 200 OK\r\nContent-Le',
      'HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n[1,2',
      'SSH-2.0-x\r\n\r\n',
    ]) {
      const ask = await answering(get, bytes);
      await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
      server?.close();
    }
  });

  test('a request to a silent server ends when the caller aborts', async () => {
    const ask = await answering(get, null);
    await expect(ask(AbortSignal.timeout(50))).rejects.toThrow('timeout');
  });

  test('an unreachable server is reported as the socket’s error', async () => {
    await expect(
      get({ host: '127.0.0.1', port: 1, tls: null }, '/', {}, AbortSignal.timeout(5000)),
    ).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('a server behind a Unix socket is reached, or reported as missing', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'http-get-')), 'socket');
    await expect(get({ socket: path }, '/', {}, AbortSignal.timeout(5000))).rejects.toMatchObject({ code: 'ENOENT' });
    const made = createServer((socket) => socket.once('data', (it) => socket.end(`HTTP/1.0 200 OK\r\n\r\n${it}`)));
    server = made;
    await new Promise<void>((resolve) => made.listen(path, resolve));
    const { body } = await get({ socket: path }, '/_ping', { host: 'docker' }, AbortSignal.timeout(5000));
    expect(body).toMatch(/^GET \/_ping HTTP\/1\.\d\r\nhost: docker\r\n/);
  });

  test('over TLS the certificate must name the server that was asked, whatever the Host header says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'http-get-'));
    const at = (name: string) => join(folder, name);
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const named = [
      '-subj',
      '/CN=lab',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      at('key'),
      '-out',
      at('cert'),
    ];
    execFileSync('openssl', [...request, ...named], { stdio: 'ignore' });
    const tls = { ca: readFileSync(at('cert')), cert: readFileSync(at('cert')), key: readFileSync(at('key')) };
    const made = createTlsServer({ ...tls }, (socket) => {
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nOK')).on('error', () => undefined);
    });
    server = made;
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    const address = made.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const ask = (host: string) =>
      get({ host, port: address.port, tls }, '/_ping', { host: 'docker' }, AbortSignal.timeout(5000));
    expect((await ask('127.0.0.1')).body).toBe('OK');
    await expect(ask('localhost')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});
