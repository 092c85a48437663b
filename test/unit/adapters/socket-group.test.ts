import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSocketGroup } from '../../../electron/adapters/socket-group.ts';

const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-group-'));
const socket = join(folder, 'docker.sock');
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the socket’s group is known until the engine makes a new socket, and only for that path', async () => {
  writeFileSync(socket, '');
  const group = createSocketGroup(join(folder, 'config'));
  expect(await group.remembered(socket)).toBe(null);
  await group.remember(socket, '998');
  expect(await createSocketGroup(join(folder, 'config')).remembered(socket)).toBe('998');
  expect(await group.remembered('/run/other.sock')).toBe(null);
  rmSync(socket);
  expect(await group.remembered(socket)).toBe(null);
  writeFileSync(socket, '');
  expect(await group.remembered(socket)).toBe(null);
});
