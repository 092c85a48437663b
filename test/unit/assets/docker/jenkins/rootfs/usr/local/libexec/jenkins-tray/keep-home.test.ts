import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../../../../../../../../lab/paths.ts';

/** The script that runs Jenkins and writes the heartbeat; it beats each second here. */
const SCRIPT = join(ROOT, 'assets/docker/jenkins/rootfs/usr/local/libexec/jenkins-tray/keep-home');
let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'jenkins-tray-keep-'));
  mkdirSync(join(home, '.jenkins-tray'));
  file = join(home, '.jenkins-tray', 'heartbeat');
});
afterEach(() => rmSync(home, { recursive: true }));

const other = (computer: string): string => `v1 other ${computer} bob default 1790000000 1790000000\n`;
/** As a user who may read the home and not write to it, which root itself may always. */
const UNWRITABLE = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups', '--'] : [];
const begin = (command: string, as: readonly string[] = [], path = process.env.PATH): ChildProcess =>
  spawn('env', [...as, SCRIPT, home, 'sh', '-c', command], {
    env: {
      PATH: path,
      TMPDIR: home,
      ...{
        JENKINS_TRAY_HEARTBEAT: '1',
        JENKINS_TRAY_START_WAIT: '0',
        JENKINS_TRAY_RUN: home,
        JENKINS_TRAY_COMPUTER: 'mine',
        JENKINS_TRAY_HOST: 'ada',
      },
    },
    stdio: 'ignore',
  });
const ended = async (child: ChildProcess): Promise<number | null> => {
  const [code] = await once(child, 'exit');
  return code;
};
const said = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

test('says who has the home while the command runs, and no longer once it has ended', async () => {
  const child = begin('trap "exit 143" TERM; sleep 30 & wait');
  await expect.poll(said).toMatch(/^v1 \S+ mine ada default \d{10} \d{10}\n$/);
  const first = said();
  await expect.poll(said, { timeout: 5000 }).not.toBe(first);
  child.kill('SIGTERM');
  expect(await ended(child)).toBe(143);
  expect(existsSync(file)).toBe(false);
});

test('does not start where another computer has the home', async () => {
  writeFileSync(file, other('theirs'));
  expect(await ended(begin(`touch ${home}/started`))).toBe(69);
  expect([existsSync(join(home, 'started')), said()]).toEqual([false, other('theirs')]);
});

test('what an earlier start of the container told of builds goes once the home is its own', async () => {
  const told = join(home, '.jenkins-tray/builds-changed');
  writeFileSync(told, 'a1\n');
  writeFileSync(file, other('theirs'));
  expect(await ended(begin('true'))).toBe(69);
  expect(existsSync(told)).toBe(true);
  rmSync(file);
  rmSync(join(home, '.jenkins-tray-refused'), { force: true });
  expect(await ended(begin('true'))).toBe(0);
  expect(existsSync(told)).toBe(false);
});

test('the scripts that older images copied there go once the home is its own', async () => {
  const names = ['drain', 'gpu', 'password'].map((name) => `jenkins-tray.${name}.groovy`);
  mkdirSync(join(home, 'init.groovy.d'));
  for (const name of [...names, 'jenkins-tray.groovy', 'own.groovy'])
    writeFileSync(join(home, 'init.groovy.d', name), '');
  const left = () => readdirSync(join(home, 'init.groovy.d')).toSorted();
  writeFileSync(file, other('theirs'));
  expect([await ended(begin('exit 7')), left()]).toEqual([
    69,
    [...names, 'jenkins-tray.groovy', 'own.groovy'].toSorted(),
  ]);
  rmSync(file);
  rmSync(join(home, '.jenkins-tray-refused'));
  expect([await ended(begin('exit 7')), left()]).toEqual([7, ['jenkins-tray.groovy', 'own.groovy']]);
});

test('refused once, it starts by itself only where nobody has had the home for a while', async () => {
  writeFileSync(file, other('theirs'));
  expect(await ended(begin('exit 7'))).toBe(69);
  rmSync(file);
  const child = begin('exit 7');
  setTimeout(() => writeFileSync(file, other('theirs')), 1500);
  expect(await ended(child)).toBe(69);
  rmSync(file);
  expect(await ended(begin('exit 7'))).toBe(7);
});

test.each(['', 'v1 other theirs bob', 'v1 other theirs bob default 1790000000 '])(
  'a line that a power cut left incomplete (%j) holds nothing',
  async (line) => {
    writeFileSync(file, line);
    expect(await ended(begin('exit 7'))).toBe(7);
  },
);

test('starts where a container of this computer was killed', async () => {
  writeFileSync(file, other('mine'));
  expect(await ended(begin('exit 7'))).toBe(7);
});

test('ends where another computer took the home over, and leaves what that says', async () => {
  const child = begin('trap "exit 143" TERM; sleep 30 & wait');
  await expect.poll(said).not.toBe('');
  writeFileSync(file, other('theirs'));
  expect(await ended(child)).toBe(143);
  expect(said()).toBe(other('theirs'));
});

test('a home that cannot be written keeps nothing from starting', async () => {
  mkdirSync(file);
  expect(await ended(begin('exit 7'))).toBe(7);
});

test('what a killed container of this computer left is no take-over where it cannot be replaced', async () => {
  writeFileSync(file, other('mine'));
  chmodSync(home, 0o755);
  chmodSync(file, 0o444);
  const child = begin('sleep 4; exit 7', UNWRITABLE);
  expect(await ended(child)).toBe(7);
  expect(said()).toBe(other('mine'));
});

/** What a container leaves that holds the lock while it lives. */
function leaveLock(of: string): string {
  const lock = join(home, '.jenkins-tray', 'heartbeat.lock');
  writeFileSync(file, other('mine'));
  writeFileSync(lock, `${of}\n`);
  return lock;
}
const timed = async (child: ChildProcess) => {
  const began = performance.now();
  return { code: await ended(child), waited: performance.now() - began > 2500 };
};

test('a killed container of this computer is not waited for where its lock has ended with it', async () => {
  leaveLock('other');
  expect(await timed(begin('exit 7'))).toEqual({ code: 7, waited: false });
  // The lock of another one says nothing of it.
  leaveLock('third');
  expect(await timed(begin('exit 7'))).toEqual({ code: 7, waited: true });
});

test('does not start where a container lives that holds the lock, even if it beats no longer', async () => {
  const holder = spawn('flock', [leaveLock('other'), 'sleep', '30']);
  await expect.poll(() => spawnSync('flock', ['-n', leaveLock('other'), 'true']).status).toBe(1);
  expect(await ended(begin(`touch ${home}/started`))).toBe(69);
  expect(existsSync(join(home, 'started'))).toBe(false);
  holder.kill();
});

test('the lock is held as long as the command runs, and ends with a kill', async () => {
  const lock = join(home, '.jenkins-tray', 'heartbeat.lock');
  const isHeld = (): boolean => spawnSync('flock', ['-n', lock, 'true']).status === 1;
  const child = begin(`touch ${home}/started; sleep 2`);
  // Before that, there is nobody yet who inherits it.
  await expect.poll(() => existsSync(join(home, 'started'))).toBe(true);
  expect(isHeld()).toBe(true);
  expect(readFileSync(lock, 'utf8').trim()).toBe(said().split(' ')[1]);
  child.kill('SIGKILL');
  expect(isHeld()).toBe(true);
  await expect.poll(isHeld).toBe(false);
});

/** A PATH with a `flock` that does this. */
function pathWithFlock(script: string): string {
  const commands = join(home, 'commands');
  mkdirSync(commands);
  writeFileSync(join(commands, 'flock'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${commands}:${process.env.PATH}`;
}

test('where a lock cannot be had, nothing says that this container had one', async () => {
  const lock = join(home, '.jenkins-tray', 'heartbeat.lock');
  expect(await ended(begin('exit 7', [], pathWithFlock('exit 71')))).toBe(7);
  expect(readFileSync(lock, 'utf8')).toBe('');
});

test('starts with a flock that knows no waiting, such as that of BusyBox, and refuses with it as well', async () => {
  const real = spawnSync('sh', ['-c', 'command -v flock'], { encoding: 'utf8' }).stdout.trim();
  const path = pathWithFlock(`[ "$1" != -w ] || exit 1\nexec ${real} "$@"`);
  expect(await ended(begin('exit 7', [], path))).toBe(7);
  const holder = spawn('flock', [leaveLock('other'), 'sleep', '30']);
  await expect.poll(() => spawnSync('flock', ['-n', leaveLock('other'), 'true']).status).toBe(1);
  expect(await ended(begin('exit 7', [], path))).toBe(69);
  holder.kill();
});
