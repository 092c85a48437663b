import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { serveMetrics } from '../../../electron/adapters/gpu-metrics.ts';

const folder = mkdtempSync(join(tmpdir(), 'jt-metrics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked = (options: RequestOptions): Promise<readonly [number | undefined, string]> =>
  new Promise((resolve, reject) => {
    request({ path: '/metrics', agent: false, ...options }, (response: IncomingMessage) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.on('end', () => resolve([response.statusCode, body]));
    })
      .on('error', reject)
      .end();
  });
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

test('metrics are served on a socket for this user alone, also after an app that was killed', async () => {
  const socketPath = join(folder, 'metrics.sock');
  const first = await serveMetrics(socketPath, () => 'a 1\n');
  expect(await asked({ socketPath })).toEqual([200, 'a 1\n']);
  expect(statSync(socketPath).mode & 0o777).toBe(0o600);
  await expect(serveMetrics(socketPath, () => '')).rejects.toThrow('EADDRINUSE');
  await first.close();
  expect((await asked({ socketPath }).catch((error: NodeJS.ErrnoException) => [error.code]))[0]).toBe('ENOENT');
  const again = await serveMetrics(socketPath, () => 'b 1\n');
  await again.close();
});

test('a file that is not a socket stays', async () => {
  const path = join(folder, 'notes');
  writeFileSync(path, 'mine');
  await expect(serveMetrics(path, () => '')).rejects.toThrow('EADDRINUSE');
  expect(statSync(path).size).toBe(4);
});

test('a port answers this computer only by its own names, and nothing but metrics', async () => {
  const port = await freePort();
  const server = await serveMetrics(`127.0.0.1:${port}`, () => 'a 1\n');
  const at = { host: '127.0.0.1', port };
  expect((await asked(at))[0]).toBe(200);
  expect((await asked({ ...at, headers: { host: `localhost:${port}` } }))[0]).toBe(200);
  // A page in the browser whose name leads here.
  expect((await asked({ ...at, headers: { host: 'evil.example' } }))[0]).toBe(403);
  expect((await asked({ ...at, path: '/other' }))[0]).toBe(404);
  expect((await asked({ ...at, method: 'POST' }))[0]).toBe(404);
  await server.close();
});

test('while nothing is known, that is said', async () => {
  const socketPath = join(folder, 'early.sock');
  const server = await serveMetrics(socketPath, () => {
    throw new Error('no core');
  });
  expect(await asked({ socketPath })).toEqual([503, '']);
  await server.close();
});
