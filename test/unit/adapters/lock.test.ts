import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLock } from '../../../electron/adapters/lock.ts';
import { LockFolder } from '../../../electron/adapters/lock-folder.ts';
import { type Holder, newHolder } from '../../../electron/adapters/lock-holder.ts';
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

test('another process asks the holder to cancel, and only that one', async () => {
  const first = await createLock(folder).acquire('up dind');
  await createLock(folder).askToCancel();
  await new Promise<void>((resolve) => first.cancelled.addEventListener('abort', () => resolve()));
  expect(first.signal.aborted).toBe(false);
  await first.release();
  await createLock(folder).askToCancel();
  expect(readdirSync(folder), 'nobody holds it').toEqual([]);
  const next = await createLock(folder).acquire('up dood');
  expect(next.cancelled.aborted).toBe(false);
  await next.release();
});

const worker = (...args: string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [join(import.meta.dirname, '../../lab/lock-worker.ts'), folder, ...args]);
const output = async (child: ChildProcessWithoutNullStreams): Promise<string> => {
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await new Promise((resolve) => child.on('close', resolve));
  return text;
};

/** A process that took the lock and was killed. */
async function deadHolder(): Promise<void> {
  const child = worker();
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await expect(createLock(folder).acquire('up dood')).rejects.toMatchObject(heldFailure);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('close', resolve));
}

test('a dead holder’s lock is taken over at once, by exactly one', async () => {
  await deadHolder();
  const asked = await Promise.allSettled([1, 2, 3].map((n) => createLock(folder).acquire(`pass ${n}`)));
  const got = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(got).toHaveLength(1);
  for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject(heldFailure);
  for (const lock of got) await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('processes that take, crash and take over never hold it at the same time', async () => {
  const until = Date.now() + 3000;
  const one = async (): Promise<string> => {
    let all = '';
    while (Date.now() < until) all += await output(worker(String(until - Date.now())));
    return all;
  };
  const said = (await Promise.all([one(), one(), one(), one()])).join('');
  expect(said).not.toContain('two at once');
  await (await createLock(folder).acquire('the last')).release();
  expect(there()).toBe(false);
});

/** A lock whose holder is elsewhere: in another PID namespace, or on another computer. */
async function elsewhere(change: Partial<Holder>, age: number): Promise<void> {
  await (await createLock(folder).acquire('mine')).release();
  mkdirSync(join(folder, 'pass.lock'));
  // A pid that no process has here.
  const holder = { ...newHolder('up dind'), pid: 999_999_999, ...change };
  writeFileSync(join(folder, 'pass.lock', 'holder.json'), JSON.stringify(holder));
  const beat = join(folder, 'pass.lock', 'beat');
  writeFileSync(beat, '');
  const last = Date.now() / 1000 - age;
  utimesSync(beat, last, last);
}

test.each([
  ['in another PID namespace', { namespace: 'pid:[1]' }],
  ['on another computer', { boot: 'another', host: 'other' }],
])('a holder %s keeps its lock as long as it shows that it lives', async (_where, change) => {
  await elsewhere(change, 20);
  await expect(createLock(folder).acquire('up dood')).rejects.toMatchObject(heldFailure);
  expect(await createLock(folder).holder()).toContain('up dind');
  rmSync(join(folder, 'pass.lock'), { recursive: true });
  await elsewhere(change, 40);
  expect(await createLock(folder).holder()).toBeNull();
  await (await createLock(folder, 3000).acquire('up dood')).release();
});

test.each([
  ['forward', 5 * 3600],
  ['back', -5 * 3600],
])(
  'a holder elsewhere keeps its lock although the clock was set %s, and loses it once it is dead',
  async (_way, age) => {
    const elsewhereHolder = { boot: 'another', host: 'other' };
    await elsewhere(elsewhereHolder, age);
    const beat = setTimeout(() => writeFileSync(join(folder, 'pass.lock', 'beat'), 'now'), 50);
    await expect(createLock(folder, 2000).acquire('up dood')).rejects.toMatchObject(heldFailure);
    clearTimeout(beat);
    rmSync(join(folder, 'pass.lock'), { recursive: true });
    await elsewhere(elsewhereHolder, age);
    await (await createLock(folder, 2000).acquire('up dood')).release();
  },
);

test('a holder that cannot look for a while has not lost its lock; one whose lock another has, or nobody, has', () => {
  const path = join(folder, 'pass.lock');
  const lock = new LockFolder(path, 1000);
  const self = newHolder('up dind');
  expect(lock.take(self)).toBe(true);
  const note = join(path, 'holder.json');
  writeFileSync(note, '');
  expect(lock.beat(self)).toBe(true);
  writeFileSync(note, JSON.stringify(newHolder('up dood')));
  expect(lock.beat(self)).toBe(false);
  rmSync(path, { recursive: true });
  expect(lock.beat(self)).toBe(false);
  symlinkSync('pass.lock', path);
  expect(lock.beat(self)).toBe(true);
});

test('a note that a power failure left empty blocks only for a while', async () => {
  mkdirSync(join(folder, 'pass.lock'));
  writeFileSync(join(folder, 'pass.lock', 'holder.json'), '');
  writeFileSync(join(folder, 'pass.lock', 'beat'), '');
  await expect(createLock(folder).acquire('up dood')).rejects.toMatchObject(heldFailure);
  await (await createLock(folder, 0).acquire('up dood')).release();
});

test('a claim whose process died does not block for ever', async () => {
  await deadHolder();
  const holder: Holder = JSON.parse(readFileSync(join(folder, 'pass.lock', 'holder.json'), 'utf8'));
  writeFileSync(join(folder, `pass.lock.claim-${holder.id}`), JSON.stringify({ ...holder, id: 'taker' }));
  await (await createLock(folder).acquire('up dood')).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be written to is told as such', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(createLock(join(folder, 'file', 'below')).acquire('up dood')).rejects.toMatchObject({
    failure: { code: 'settings/unwritable' },
  });
  await expect(createLock('/proc/no/such/folder').acquire('up dood')).rejects.toMatchObject({
    failure: { code: 'settings/unwritable' },
  });
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
])('a note that reads %s counts until it is old', async (note) => {
  mkdirSync(join(folder, 'pass.lock'));
  writeFileSync(join(folder, 'pass.lock', 'holder.json'), note);
  expect(await createLock(folder, 0).holder()).toBe(null);
  await (await createLock(folder, 0).acquire('up dind')).release();
});

test('who holds it says what for, and each change is told', async () => {
  const lock = createLock(folder);
  let changes = 0;
  const unwatch = createLock(folder).watch(() => {
    changes += 1;
  });
  expect(await createLock(folder).purpose()).toBe(null);
  const { release } = await lock.acquire('make a snapshot');
  expect(await createLock(folder).purpose()).toBe('make a snapshot');
  await expect.poll(() => changes).toBe(1);
  await release();
  await expect.poll(() => changes).toBe(2);
  expect(await createLock(folder).purpose()).toBe(null);
  unwatch();
});
