import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isFree } from '../../../electron/adapters/ports-in-use.ts';
import { createSignpostFiles, KEEP_OFF_MS } from '../../../electron/adapters/signpost/claims.ts';
import type { CoreSession } from '../../../electron/main/core-session.ts';
import { Signpost } from '../../../electron/main/signpost.ts';
import { initialSnapshot } from '../../../electron/shared/initial-snapshot.ts';
import { defaultSettings, type Settings } from '../../../electron/shared/settings.ts';
import type { JenkinsState, Snapshot } from '../../../electron/shared/snapshot.ts';

/** The app's listener, with the files and ports of this computer. */
let folder = '';
let post: Signpost | undefined;
const others: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jt-post-'));
});
afterEach(async () => {
  await post?.close();
  for (const server of others.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const { signal } = new AbortController();
const address = '127.0.0.1';
const listening = (at = 0): Promise<{ server: Server; port: number }> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    others.push(server);
    server.listen(at, address, () => {
      const found = server.address();
      resolve({ server, port: typeof found === 'object' && found !== null ? found.port : 0 });
    });
  });
/** Another process that listens there. */
async function heldByAnother(port: number): Promise<{ end(): Promise<unknown> }> {
  const script = `require('net').createServer().listen(${port}, '${address}', () => console.log('there'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    async end() {
      child.kill();
      await once(child, 'close');
    },
  };
}
const closed = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));
async function freePort(): Promise<number> {
  const { server, port } = await listening();
  await closed(server);
  return port;
}
const settingsWith = (dind: number, dood: number): Settings => ({
  ...defaultSettings,
  ports: { ...defaultSettings.ports, dind, dood },
});
const running = (port: number): JenkinsState => ({
  ...{ kind: 'running', mode: 'dind', version: '2.555' },
  url: `http://${address}:${port}`,
});
const starting: JenkinsState = {
  ...{ kind: 'converging', from: 'off', to: 'dind', mode: 'dind', step: '', done: 0, total: 1, url: null },
};

function begin(
  settings: Settings,
  jenkins: JenkinsState,
  files = createSignpostFiles(folder),
): (next: JenkinsState) => void {
  let now: Snapshot = { ...initialSnapshot, jenkins };
  let tell = (): void => undefined;
  const session: Pick<CoreSession, 'snapshot' | 'subscribe'> & { core: { world: { endpoint: { socket: string } } } } = {
    core: { world: { endpoint: { socket: '/var/run/docker.sock' } } },
    snapshot: () => now,
    subscribe(listener) {
      tell = () => listener(now, now);
      return () => undefined;
    },
  };
  post = new Signpost(session, files);
  post.apply(settings);
  return (next) => {
    now = { ...now, jenkins: next };
    tell();
  };
}
/** A timer that no test replaces. */
const afterIo = (): Promise<unknown> => sleep(5);
const until = (is: () => Promise<boolean>) =>
  vi.waitFor(async () => expect(await is()).toBe(true), { timeout: 20_000, interval: 20 });

test('a port that the app is about to listen on is left to a Jenkins that starts', async () => {
  const port = await freePort();
  const taken = await heldByAnother(port);
  const next = begin(settingsWith(await freePort(), port), running(await freePort()));
  await until(async () => readFileSync(join(folder, 'signpost.json'), 'utf8').includes(String(port)));
  await createSignpostFiles(folder).giveBack(address, [port], signal);
  await taken.end();
  // Until the engine publishes it.
  next(running(await freePort()));
  await sleep(100);
  expect(await isFree(address, port)).toBe(true);
});

test('what a Jenkins that still starts was given stays its own, also when nobody asks for it any more', async () => {
  const [dind, dood] = [await freePort(), await freePort()];
  const next = begin(settingsWith(dind, dood), starting);
  await until(async () => !(await isFree(address, dind)) && !(await isFree(address, dood)));
  await createSignpostFiles(folder).giveBack(address, [dind], signal);
  expect(await isFree(address, dind)).toBe(true);
  // Half a minute later.
  const wish = { ports: [dind], at: Date.now() - KEEP_OFF_MS - 1 };
  writeFileSync(join(folder, 'signpost-wanted.json'), JSON.stringify(wish));
  await sleep(300);
  next({ ...starting, done: 1 });
  await sleep(100);
  expect([await isFree(address, dind), await isFree(address, dood)]).toEqual([true, false]);
});

test('where another program has the port, the app tries ever more seldom, and writes nothing again', async () => {
  const { port } = await listening();
  const files = createSignpostFiles(folder);
  const wanted = vi.spyOn(files, 'wanted');
  const path = join(folder, 'signpost.json');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  begin(settingsWith(port + 1, port), running(port + 1), files);
  for (let times = 0; times < 100 && !existsSync(path); times += 1) await afterIo();
  const { ino } = statSync(path);
  wanted.mockClear();
  for (let seconds = 0; seconds < 600; seconds += 5) {
    await afterIo();
    vi.advanceTimersByTime(5000);
  }
  vi.useRealTimers();
  expect(wanted.mock.calls.length).toBeGreaterThan(8);
  expect(wanted.mock.calls.length).toBeLessThan(16);
  expect(statSync(path).ino).toBe(ino);
});

test('on a full disk the port is given back as well', async () => {
  const port = await freePort();
  begin(settingsWith(await freePort(), port), running(await freePort()));
  await until(async () => !(await isFree(address, port)));
  // Stands for a disk on which nothing can be written.
  mkdirSync(join(folder, 'signpost-wanted.json'));
  await createSignpostFiles(folder).giveBack(address, [port], signal);
  expect(await isFree(address, port)).toBe(true);
});

test('it listens where the page is, also while the settings say otherwise, and where another program was before', async () => {
  const port = await freePort();
  const taken = await heldByAnother(port);
  const settings = { ...settingsWith(port + 1, port), address: '127.0.0.2' };
  const next = begin(settings, running(port + 1));
  await sleep(100);
  expect(await isFree('127.0.0.2', port)).toBe(true);
  await taken.end();
  // Other signs have it look at once; else it does so after five seconds.
  next({ ...running(port + 1), url: `http://127.0.0.2:${port + 1}` } as JenkinsState);
  await until(async () => !(await isFree('127.0.0.2', port)));
  expect(await isFree(address, port)).toBe(true);
});
