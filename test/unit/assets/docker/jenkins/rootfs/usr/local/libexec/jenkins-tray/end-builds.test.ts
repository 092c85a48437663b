import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../../../../../../../../lab/paths.ts';

/** Runs Jenkins, here a shell that does as the image's script in Jenkins does, and stops it. */
const SCRIPT = join(ROOT, 'assets/docker/jenkins/rootfs/usr/local/libexec/jenkins-tray/keep-home');
let home: string;
const at = (name: string): string => join(home, name);
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'jenkins-tray-end-'));
  mkdirSync(at('.jenkins-tray'));
});
afterEach(() => rmSync(home, { recursive: true }));

const environment = (wait: number) => ({
  PATH: process.env.PATH,
  TMPDIR: home,
  JENKINS_TRAY_HEARTBEAT: '1',
  JENKINS_TRAY_RUN: home,
  JENKINS_TRAY_START_WAIT: String(wait),
});

/** Exit code of a Jenkins that gets SIGTERM once the file `started` is there. `command`: what it does. */
async function stopped(command: string, wait = 5): Promise<number | null> {
  const child = spawn(SCRIPT, [home, 'sh', '-c', `cd ${home}\n${command}`], {
    env: environment(wait),
    stdio: 'ignore',
  });
  await expect.poll(() => existsSync(at('started')), { interval: 20 }).toBe(true);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code;
}

/** On SIGTERM it exits with 0 if its builds were saved before, else with 9. */
const TERM = 'trap "[ -e stopped ] && exit 0; exit 9" TERM';
const SAVES = 'while :; do if [ -e stop ] && [ ! -e stopped ]; then sleep 0.3; touch stopped; fi; sleep 0.05; done';

test('running builds are saved before Jenkins ends', async () => {
  expect(await stopped(`${TERM}; touch builds.json started; ${SAVES}`)).toBe(0);
});

test('one that is starting comes up first', async () => {
  expect(await stopped(`${TERM}; touch tells-builds started; sleep 1; touch builds.json; ${SAVES}`)).toBe(0);
});

test('one that does not come up is stopped all the same', async () => {
  expect(await stopped(`${TERM}; touch tells-builds started; ${SAVES}`, 1)).toBe(9);
});

test('a Jenkins that ends meanwhile is waited for no longer', async () => {
  const before = Date.now();
  expect(await stopped('touch builds.json started; sleep 0.5; exit 5')).toBe(5);
  expect(Date.now() - before).toBeLessThan(5000);
});

const QUEUE = '<hudson.model.Queue_-BuildableItem><id>7</id></hudson.model.Queue_-BuildableItem>\n';
const EMPTY = '<hudson.model.Queue_-State><items/></hudson.model.Queue_-State>\n';

test('the queue is kept where Jenkins did not come up before it ended', async () => {
  writeFileSync(at('queue.xml'), QUEUE);
  // As Jenkins does when it ends: it writes the items that it has loaded, which are none yet.
  const command = `trap "echo '${EMPTY.trim()}' > queue.xml; exit 0" TERM; touch tells-builds started; ${SAVES}`;
  expect(await stopped(command, 1)).toBe(0);
  expect(readFileSync(at('queue.xml'), 'utf8')).toBe(QUEUE);
});

test('a queue that Jenkins has loaded does not come back', async () => {
  writeFileSync(at('queue.xml'), QUEUE);
  expect(await stopped(`${TERM}; rm queue.xml; touch builds.json started; ${SAVES}`)).toBe(0);
  expect([existsSync(at('queue.xml')), existsSync(at('.jenkins-tray/queue.xml'))]).toEqual([false, false]);
});

test('nor one of a Jenkins that ended by itself right after it had come up', async () => {
  writeFileSync(at('queue.xml'), QUEUE);
  const command = `cd ${home}; rm queue.xml; touch builds.json; exit 5`;
  expect(spawnSync(SCRIPT, [home, 'sh', '-c', command], { env: environment(5), stdio: 'ignore' }).status).toBe(5);
  expect([existsSync(at('queue.xml')), existsSync(at('.jenkins-tray/queue.xml'))]).toEqual([false, false]);
});

test('the queue of a start that was killed is there at the next one', async () => {
  writeFileSync(at('.jenkins-tray/queue.xml'), QUEUE);
  expect(await stopped(`${TERM}; cp queue.xml seen; touch builds.json started; ${SAVES}`)).toBe(0);
  expect(readFileSync(at('seen'), 'utf8')).toBe(QUEUE);
});
