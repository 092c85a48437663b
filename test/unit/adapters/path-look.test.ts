import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createHost } from '../../../electron/adapters/host.ts';
import { createPathLook, type LookOutput, type LookProcess } from '../../../electron/adapters/path-look.ts';
import { createSettings } from '../../../electron/adapters/settings.ts';

/** Looks at paths whose disk hangs: each is late once, then known to hang, and nothing else waits for it. */

const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-look-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that answers or ends only when told. */
function stuckProcess() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const output = ended.then((): LookOutput => ({ exitCode: 0, stdout: 'late', stderr: '' }));
  return { process: { output, ended, kill: () => undefined } satisfies LookProcess, end };
}

test('twenty looks at a path that hangs start one process, and only the first waits', async () => {
  const { process, end } = stuckProcess();
  let started = 0;
  const look = createPathLook(async () => {
    started += 1;
    return process;
  }, 50);
  expect(await look('/home', 'stat')).toBeNull();
  const began = Date.now();
  for (let at = 0; at < 20; at += 1) expect(await look('/home', at % 2 === 0 ? 'stat' : 'realpath')).toBeNull();
  expect(Date.now() - began).toBeLessThan(40);
  expect(started).toBe(1);
  end();
  await new Promise(setImmediate);
  expect(await look('/home', 'stat')).toMatchObject({ stdout: 'late' });
  expect(started).toBe(2);
});

test('equal looks at the same time share a process, different ones follow each other', async () => {
  const look = createPathLook();
  const answers = await Promise.all(
    ['echo $$', 'echo $$', 'echo "$1"'].map((script) => look(folder, script).then((it) => it?.stdout.trim())),
  );
  expect(answers[0]).toBe(answers[1]);
  expect(answers[2]).toBe(folder);
});

/** A home whose config.xml never answers: a FIFO that nobody writes to, for a disk that hangs. */
function hungHome(name: string): string {
  const home = join(folder, name);
  execFileSync('sh', ['-c', 'mkdir "$1" && mkfifo "$1/config.xml"', 'sh', home]);
  return home;
}

/** How many processes read the config.xml of a home. */
const readersIn = (home: string): number =>
  spawnSync('pgrep', ['-f', '--', `head -c 65536 -- ${home}/`], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .filter(Boolean).length;

test('a home that hangs is told as such, and a setting is saved within a second meanwhile', async () => {
  const home = hungHome('hung');
  const host = createHost({}, createPathLook(undefined, 300));
  const looks = Promise.all(Array.from({ length: 20 }, () => host.home(home)));
  const began = Date.now();
  await createSettings(join(folder, 'settings')).update((settings) => ({ ...settings, instance: 'two' }));
  expect(Date.now() - began).toBeLessThan(1000);
  // On a busy machine it may have been given up by now.
  expect(readersIn(home)).toBeLessThanOrEqual(1);
  expect(new Set((await looks).map(({ kind }) => kind))).toEqual(new Set(['unresponsive']));
  await expect.poll(() => readersIn(home)).toBe(0);
});

test('a file of the user that hangs is told as such', async () => {
  const host = createHost({}, createPathLook(undefined, 100));
  await expect(host.readText(join(hungHome('lists'), 'config.xml'))).rejects.toMatchObject({
    failure: { code: 'settings/invalid', detail: 'It did not respond within 5 s.' },
  });
});
