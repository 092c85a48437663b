import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createHost } from '../../../electron/adapters/host.ts';

/** What the product finds out about this computer by looking. */
const host = createHost({});
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Listens on these ports of an address of this test's own. */
async function hold(address: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen({ host: address, port, exclusive: true }, resolve));
  }
}

test('the proposed port is the next free one above', async () => {
  await hold('127.0.21.1', [21700, 21701]);
  expect(await host.freePortNear('127.0.21.1', 21700, [])).toBe(21702);
});

test('a port that is meant for the other mode is not proposed', async () => {
  await hold('127.0.21.5', [21700]);
  expect(await host.freePortNear('127.0.21.5', 21700, [21700, 21701])).toBe(21702);
});

test('the program that holds a port is named by its command', async () => {
  await hold('127.0.21.6', [21700]);
  expect(await host.portHolder('127.0.21.6', 21700)).toMatch(new RegExp(`^node \\(process ${process.pid}\\)$`));
  expect(await host.portHolder('127.0.21.6', 21701)).toBeNull();
});

test('at the end of the range the proposed port is below', async () => {
  await hold('127.0.21.2', [65534, 65535]);
  expect(await host.freePortNear('127.0.21.2', 65535, [])).toBe(65533);
});

test('if all ports nearby are taken, none is proposed', async () => {
  const ports = Array.from({ length: 401 }, (_, at) => 21700 - 200 + at);
  await hold('127.0.21.3', ports);
  expect(await host.freePortNear('127.0.21.3', 21700, [])).toBeNull();
});

test('no privileged port is proposed unless one was wanted', async () => {
  await hold('127.0.21.4', [80, ...Array.from({ length: 201 }, (_, at) => 1024 + at)]);
  expect(await host.freePortNear('127.0.21.4', 1024, [])).toBeNull();
  expect(await host.freePortNear('127.0.21.4', 80, [])).toBe(81);
});

test('symbolic links in a path are resolved; a missing path stays unchanged', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'jenkins-tray-host-')));
  try {
    mkdirSync(join(folder, 'disk', 'home'), { recursive: true });
    symlinkSync(join(folder, 'disk'), join(folder, 'data'));
    expect(await host.realPath(join(folder, 'data', 'home'))).toBe(join(folder, 'disk', 'home'));
    expect(await host.realPath(join(folder, 'data', 'gone'))).toBe(join(folder, 'data', 'gone'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an address that this computer has is told from one that it lacks', async () => {
  const has = ['127.0.0.1', '0.0.0.0', '127.0.21.9', 'localhost'];
  expect(await Promise.all(has.map(host.hasAddress))).toEqual(has.map(() => true));
  expect(await host.hasAddress('192.0.2.7')).toBe(false);
});

test('a byte order mark is no part of a list', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-host-'));
  writeFileSync(join(folder, 'plugins.txt'), '\uFEFFgit:5.10.1\n');
  expect(await host.readText(join(folder, 'plugins.txt'))).toBe('git:5.10.1\n');
  rmSync(folder, { recursive: true });
});
