import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeJson } from '../../../electron/adapters/json-file.ts';
import { createLock } from '../../../electron/adapters/lock.ts';
import { createSettings } from '../../../electron/adapters/settings.ts';
import { SNAPSHOT_PURPOSE } from '../../../electron/core/control/home-snapshots.ts';
import { CoreSession } from '../../../electron/main/core-session.ts';
import type { Settings } from '../../../electron/shared/settings.ts';
import { ROOT } from '../../lab/paths.ts';

/** A change of the home, as in a first start, and calls at the same time. */
let folder = '';
const before = process.env.DOCKER_HOST;
const server = createServer((_request, response) => {
  setTimeout(() => response.writeHead(500).end('{"message":"the engine of a test"}'), 20);
});
beforeEach(async () => {
  // Where the recipes of the images are searched, as in a package.
  Reflect.set(process, 'resourcesPath', ROOT);
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-session-'));
  const socket = join(folder, 'docker.sock');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  process.env.DOCKER_HOST = `unix://${socket}`;
});
afterEach(async () => {
  vi.useRealTimers();
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

test('a preview during or after a change of the home is never told that the app is closing', async () => {
  const configDir = join(folder, 'config');
  const session = new CoreSession({ configDir, version: '1.0.0', writeSettings: writeJson });
  session.watch();
  const preview = () =>
    session.use(async ({ controller, world }) => {
      const result = await controller.preview('dood');
      return [result.ok ? 'ok' : result.failure.detail.slice(0, 40), world.home];
    });
  for (const home of ['/srv/one', '/srv/two', '/srv/three']) {
    const meanwhile = preview();
    await session.settings.update((now: Settings) => ({ ...now, home }));
    const [why, used] = await preview();
    expect([why, used]).toEqual([expect.stringContaining('the engine of a test'), home]);
    expect((await meanwhile)[0]).toContain('the engine of a test');
  }
  await session.close();
  expect(createSettings(configDir).load().settings.home).toBe('/srv/three');
});

test('how a job of this app ended is not told again when the command line has made a snapshot', async () => {
  const configDir = join(folder, 'config');
  const session = new CoreSession({ configDir, version: '1.0.0', writeSettings: writeJson });
  session.watch();
  session.jobs.start({ kind: 'verify', name: '2026-11-26T08-10-05Z-dood-2.568.2' });
  const job = () => session.snapshot().job;
  await expect.poll(() => job()?.state).toBe('ended');
  const lock = await createLock(configDir).acquire(SNAPSHOT_PURPOSE);
  await expect.poll(job).toMatchObject({ state: 'running', isElsewhere: true });
  await lock.release();
  await expect.poll(() => job()?.isElsewhere).toBe(undefined);
  expect(job()).toBe(undefined);
  await session.close();
});

test('how a job beside the snapshot of another process ended is told, also after that one was asked to cancel', async () => {
  const configDir = join(folder, 'config');
  const session = new CoreSession({ configDir, version: '1.0.0', writeSettings: writeJson });
  session.watch();
  const job = () => session.snapshot().job;
  const lock = await createLock(configDir).acquire(SNAPSHOT_PURPOSE);
  await expect.poll(job).toMatchObject({ state: 'running', isElsewhere: true });
  session.jobs.start({ kind: 'verify', name: '2026-11-26T08-10-05Z-dood-2.568.2' });
  expect(job()).toMatchObject({ kind: 'verify', state: 'running' });
  await expect.poll(job).toMatchObject({ kind: 'create', isElsewhere: true });
  session.cancelJob();
  expect(job()).toMatchObject({ isElsewhere: true, isCancelled: true });
  await lock.release();
  await expect.poll(job).toMatchObject({ kind: 'verify', state: 'ended' });
  await session.close();
});

test('what fails once while the settings are looked at does not fail every later call', async () => {
  const session = new CoreSession({ configDir: join(folder, 'config'), version: '1.0.0', writeSettings: writeJson });
  const { load } = session.settings;
  let fails = true;
  Object.assign(session.settings, {
    load: () => {
      if (fails) throw new Error('EMFILE');
      return load();
    },
  });
  await expect(session.use(async () => 'used')).rejects.toThrow('EMFILE');
  fails = false;
  expect(await session.use(async () => 'used')).toBe('used');
  await session.close();
});

test('builds are counted every 5 s for the window, every 30 s for the tray unless Jenkins reports them, and else not', async () => {
  const session = new CoreSession({ configDir: join(folder, 'config'), version: '1.0.0', writeSettings: writeJson });
  const { controller } = session.core;
  const counted = vi.spyOn(controller, 'countBuilds').mockResolvedValue();
  const polled = vi.spyOn(controller, 'pollBuilds').mockResolvedValue();
  const asked = () => [counted.mock.calls.length, polled.mock.calls.length];
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  session.need('window');
  vi.advanceTimersByTime(15_000);
  expect(asked()).toEqual([3, 0]);
  session.need('tray');
  vi.advanceTimersByTime(60_000);
  expect(asked()).toEqual([3, 2]);
  session.need('none');
  vi.advanceTimersByTime(600_000);
  expect(asked()).toEqual([3, 2]);
  await session.close();
});
