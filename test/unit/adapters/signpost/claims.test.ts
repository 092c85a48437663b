import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createHost } from '../../../../electron/adapters/host.ts';
import { createPathLook } from '../../../../electron/adapters/path-look.ts';
import { createSignpostFiles, KEEP_OFF_MS } from '../../../../electron/adapters/signpost/claims.ts';

const folder = mkdtempSync(join(tmpdir(), 'jt-signpost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();

const listening = (): Promise<{ server: Server; port: number }> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const at = server.address();
      resolve({ server, port: typeof at === 'object' && at !== null ? at.port : 0 });
    });
  });

test('the app’s own port counts as free, another program’s does not', async () => {
  const files = createSignpostFiles(folder);
  const { server, port } = await listening();
  const holder = () => createHost({}, createPathLook(), files).portHolder('127.0.0.1', port);
  expect(await holder()).toContain(`(process ${process.pid})`);
  await files.hold([port]);
  expect([await holder(), files.has(port + 1)]).toEqual([null, false]);
  // The app has ended, and another program has its port and perhaps its id.
  writeFileSync(join(folder, 'signpost.json'), JSON.stringify({ pid: 1, ports: [port] }));
  expect(await holder()).toContain(`(process ${process.pid})`);
  server.close();
});

test('a port that was asked back is free when that returns; the wish is over after half a minute', async () => {
  const files = createSignpostFiles(folder);
  const { server, port } = await listening();
  await files.hold([port]);
  const unwatch = files.watch(() => {
    if (files.wanted().ports.includes(port)) server.close();
  });
  await createSignpostFiles(folder).giveBack('127.0.0.1', [port, port + 1], signal);
  expect([server.listening, files.has(port), files.wanted().ports]).toEqual([false, false, [port, port + 1]]);
  expect(files.wanted().left).toBeLessThanOrEqual(KEEP_OFF_MS);
  unwatch();
  writeFileSync(
    join(folder, 'signpost-wanted.json'),
    JSON.stringify({ ports: [port], at: Date.now() - KEEP_OFF_MS - 1 }),
  );
  expect(files.wanted()).toEqual({ ports: [], left: 0 });
  // The clock was set back since.
  writeFileSync(join(folder, 'signpost-wanted.json'), JSON.stringify({ ports: [port], at: Date.now() + 3_600_000 }));
  expect(files.wanted()).toEqual({ ports: [], left: 0 });
});

test('a port that the app has not yet is asked for as well, and not waited for; of an app that has ended, nothing is', async () => {
  const own = join(folder, 'later');
  const files = createSignpostFiles(own);
  await files.hold([]);
  await createSignpostFiles(own).giveBack('127.0.0.1', [1234], signal);
  expect([files.isThere(), files.wanted().ports]).toEqual([true, [1234]]);
  rmSync(join(own, 'signpost-wanted.json'));
  writeFileSync(join(own, 'signpost.json'), JSON.stringify({ pid: 2 ** 22 + 1, ports: [1234] }));
  await createSignpostFiles(own).giveBack('127.0.0.1', [1234], signal);
  expect([files.isThere(), files.wanted().ports]).toEqual([false, []]);
});

test('where nobody has the port, nothing is asked and nothing is waited for', async () => {
  const own = join(folder, 'none');
  const files = createSignpostFiles(own);
  await files.giveBack('127.0.0.1', [1234], signal);
  expect(files.wanted()).toEqual({ ports: [], left: 0 });
});

test.each(['', '{', '[]', '{"pid": "x", "ports": 1}', '{"ports": [8080], "at": "now"}'])(
  'a damaged file (%s) claims nothing',
  (text) => {
    for (const name of ['signpost.json', 'signpost-wanted.json']) writeFileSync(join(folder, name), text);
    const files = createSignpostFiles(folder);
    expect([files.has(8080), files.wanted()]).toEqual([false, { ports: [], left: 0 }]);
  },
);
