import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { get, overTcp } from '../../../electron/adapters/http-get.ts';

/** What the small client makes of a server's bytes; each test writes them by hand. */
let server: Server | null = null;
afterEach(() => server?.close());

async function answering(bytes: string | Buffer | null) {
  const made = createServer((socket) => {
    socket.once('data', () => (bytes === null ? undefined : socket.end(bytes)));
    socket.on('error', () => undefined);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return (signal = AbortSignal.timeout(5000)) => get(overTcp('127.0.0.1', address.port), '/x', {}, signal);
}

test('a status, headers by small names, and a body of any letters', async () => {
  const ask = await answering(
    'HTTP/1.0 200 OK\r\nX-Jenkins: 2.568.2\r\nContent-Type: text/plain\r\n\r\nGröße\r\n\r\n€',
  );
  const { status, headers, body } = await ask();
  expect([status, headers.get('x-jenkins'), body]).toEqual([200, '2.568.2', 'Größe\r\n\r\n€']);
});

test('an answer that is cut off, empty, or no HTTP is no answer', async () => {
  for (const bytes of [
    '',
    'HTTP/1.0 200 OK\r\nContent-Le',
    'HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n[1,2',
    'SSH-2.0-x\r\n\r\n',
  ]) {
    const ask = await answering(bytes);
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
    server?.close();
  }
});

test('a server that says nothing is left when the caller gives up', async () => {
  const ask = await answering(null);
  await expect(ask(AbortSignal.timeout(50))).rejects.toThrow('timeout');
});

test('nobody there is what the socket says', async () => {
  await expect(get(overTcp('127.0.0.1', 1), '/', {}, AbortSignal.timeout(5000))).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});
