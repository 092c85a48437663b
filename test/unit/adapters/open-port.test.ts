import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isPortOpen } from '../../../electron/adapters/open-port.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer(onConnection);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
const never = new AbortController().signal;

test('who waits for a request is open', async () => {
  expect(await isPortOpen(await listening((socket) => socket.on('error', () => undefined)), never)).toBe(true);
});

test('Docker’s proxy of a port that is closed inside is closed', async () => {
  expect(await isPortOpen(await listening((socket) => socket.end()), never)).toBe(false);
  expect(await isPortOpen(await listening((socket) => socket.resetAndDestroy()), never)).toBe(false);
});

test('where nobody listens it is closed', async () => {
  const url = await listening(() => undefined);
  servers.pop()?.close();
  expect(await isPortOpen(url, never)).toBe(false);
});

test('an abort ends the look', async () => {
  const url = await listening((socket) => socket.on('error', () => undefined));
  const abort = new AbortController();
  const look = isPortOpen(url, abort.signal);
  abort.abort(new Error('given up'));
  await expect(look).rejects.toThrow('given up');
});
