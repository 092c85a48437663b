import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLock } from '../../../electron/adapters/lock.ts';
import { createSettings } from '../../../electron/adapters/settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const there = () => existsSync(join(folder, 'pass.lock'));
const heldFailure = { failure: { code: 'lock/held' } };

test('changing a setting during a pass does not release the pass lock', async () => {
  const pass = await createLock(folder).acquire('up dind');
  await createSettings(folder).update((now) => ({ ...now, instance: 'x' }));
  expect(there()).toBe(true);
  await pass.release();
  expect(there()).toBe(false);
  expect(await createLock(folder).holder()).toBe(null);
});

test('a live holder keeps its lock, however old the lock is', async () => {
  const pass = await createLock(folder).acquire('up dind');
  utimesSync(join(folder, 'pass.lock'), 1, 1);
  await expect(createLock(folder).acquire('up dood')).rejects.toMatchObject(heldFailure);
  await pass.release();
});

test('a dead holder’s lock is taken over by exactly one process', async () => {
  mkdirSync(join(folder, 'pass.lock'));
  writeFileSync(join(folder, 'pass.json'), '{"pid":1,"started":"none","purpose":"up dind","since":"00:00:00"}');
  const asked = await Promise.allSettled([1, 2, 3].map((n) => createLock(folder).acquire(`pass ${n}`)));
  const got = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(got).toHaveLength(1);
  for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject(heldFailure);
  for (const lock of got) await lock.release();
  expect(there()).toBe(false);
});

test('a lock that was just taken is not taken over', async () => {
  const first = createLock(folder).acquire('up dind');
  const second = createLock(folder).acquire('up dood');
  const both = await Promise.allSettled([first, second]);
  const got = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(got).toHaveLength(1);
  for (const lock of got) await lock.release();
});

test.each([
  'null',
  '[]',
  '"up"',
  '{"pid":"1"}',
  `{"pid":${process.pid},"started":7}`,
  '{"pid":999999999,"started":""}',
  '{',
])('a note that reads %s names no holder', async (note) => {
  writeFileSync(join(folder, 'pass.json'), note);
  expect(await createLock(folder).holder()).toBe(null);
  await (await createLock(folder).acquire('up dind')).release();
});
