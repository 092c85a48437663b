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
