import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEngine } from '../../../../electron/adapters/engine/engine.ts';

const HEAD = 'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n';

test.each([
  ['in its body', `${HEAD}{"Id": "`],
  ['after its head', HEAD],
  ['before its head', 'HTTP/1.1 201 Cre'],
  ['before it begins', ''],
])('an answer to a command that is cut off %s fails at once', async (_where, text) => {
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-cut-'));
  const socket = join(folder, 'docker.sock');
  const server = createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', () => client.write(text, () => setTimeout(() => client.destroy(), 20)));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const endpoint = { host: `unix://${socket}`, context: 'default', socket };
  const engine = createEngine({ endpoint, tls: null }, { container: [], network: [], volume: [] });
  const began = Date.now();
  const made = engine.createVolume({ name: 'v', labels: {} }, new AbortController().signal);
  await expect(made).rejects.toMatchObject({ failure: { code: 'engine/unreachable' } });
  expect(Date.now() - began).toBeLessThan(5000);
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

test('an engine that gives up HTTP without being asked has done nothing, and its connection is closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-upgrade-'));
  const socket = join(folder, 'docker.sock');
  const switching = 'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: tcp\r\n\r\n';
  let closed = (): void => undefined;
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const server = createServer((client) => {
    client.on('error', () => undefined).on('close', () => closed());
    client.once('data', () => client.write(switching));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const endpoint = { host: `unix://${socket}`, context: 'default', socket };
  const engine = createEngine({ endpoint, tls: null }, { container: [], network: [], volume: [] });
  await expect(engine.createVolume({ name: 'v', labels: {} }, new AbortController().signal)).rejects.toThrow();
  await isClosed;
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});
