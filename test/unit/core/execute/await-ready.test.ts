import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { awaitReady } from '../../../../electron/core/execute/await-ready.ts';
import type { Execution } from '../../../../electron/core/execute/execution.ts';
import { SECRETS } from '../../../../electron/core/stack/stack.ts';
import type { ContainerFact, LogLine, LogPart } from '../../../../electron/core/world/engine.ts';
import type { Page } from '../../../../electron/core/world/jenkins.ts';
import { FailureError, ok } from '../../../../electron/shared/failure.ts';
import { jumpingClock, testClock } from '../../../doubles/clock.ts';
import { container, HOME, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const URL = 'http://127.0.0.1:8080';
/** Stands for the container: its home, and its secrets' file system. */
let inside: string;
const secrets = () => join(inside, 'secrets');

beforeEach(() => {
  inside = mkdtempSync(join(tmpdir(), 'await-ready-'));
  mkdirSync(join(inside, 'home', '.jenkins-tray'), { recursive: true });
  mkdirSync(secrets());
  writeFileSync(join(inside, 'home', '.jenkins-tray', 'new'), '');
});
afterEach(() => rmSync(inside, { recursive: true, force: true }));

/** What the container is at each look, the last state for ever; `exec` is the real script in a real shell. */
function starting(states: readonly Partial<ContainerFact>[], upAfter = Number.POSITIVE_INFINITY) {
  const clock = jumpingClock();
  let looks = 0;
  const commands: string[] = [];
  const world = fakeWorld({
    clock,
    secrets: { adminPassword: async () => 'p"w' },
    jenkins: {
      apiStatus: async ({ user }) => (user === '' ? 403 : 200),
      page: async () => (clock.now() >= upAfter ? { kind: 'ready', version: '2.580' } : { kind: 'none' }),
    },
    engine: {
      async inspect() {
        looks += 1;
        return container('jenkins-dood-container', states[Math.min(looks, states.length) - 1]);
      },
      async exec(_container: string, command: readonly string[], _signal: AbortSignal, input?: string) {
        const [program = '', ...args] = command;
        if (program === 'rm' || program === 'test') {
          const home = join(inside, 'home');
          const ran = spawnSync(
            program,
            args.map((one) => one.replace(HOME, home)),
          );
          return { exitCode: ran.status ?? 1, stdout: '', stderr: '' };
        }
        commands.push(command.join(' '));
        const ran = spawnSync(
          program,
          args.map((one) => (one === SECRETS ? secrets() : one)),
          { input, encoding: 'utf8', env: { ...process.env, JENKINS_HOME: join(inside, 'home') } },
        );
        return { exitCode: ran.status ?? 1, stdout: ran.stdout, stderr: ran.stderr };
      },
      logTail: async () => ['a last line'],
    },
  });
  const run: Execution = { world, settings: settings(), names, version: '1', output: () => undefined };
  const wait = (fresh: string | null = HOME) =>
    awaitReady(
      {
        kind: 'await-ready',
        name: 'jenkins-dood-container',
        url: URL,
        seconds: 180,
        fresh,
        cause: { object: '', current: '', desired: '' },
      },
      run,
      new AbortController().signal,
    ).then(
      () => 'ready',
      (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure : thrown),
    );
  return { wait, commands, world };
}
const running = { state: 'running' } as const;
const restarting = { state: 'restarting', exitCode: 78 } as const;

test('a new home’s Jenkins gets its secrets at once, readable by it alone, and none in a command line', async () => {
  const { wait, commands } = starting([running], 3000);
  expect(await wait()).toBe('ready');
  expect(readFileSync(join(secrets(), 'admin-password'), 'utf8')).toBe('p"w\n');
  expect(statSync(join(secrets(), 'admin-password')).mode & 0o777).toBe(0o400);
  expect(commands.join()).not.toContain('p"w');
});

test('after a restart, which clears the tmpfs, it gets them again', async () => {
  const { wait, commands } = starting([running, running], 5000);
  const done = wait();
  rmSync(join(secrets(), 'admin-password'), { force: true });
  expect(await done).toBe('ready');
  expect(commands.length).toBeGreaterThan(3);
  expect(existsSync(join(secrets(), 'admin-password'))).toBe(true);
});

test('once it has read and removed them, it gets them no more', async () => {
  writeFileSync(join(secrets(), 'admin-password.read'), '');
  const { wait, commands } = starting([running], 3000);
  expect(await wait()).toBe('ready');
  expect([commands.length > 1, existsSync(join(secrets(), 'admin-password'))]).toEqual([true, false]);
});

test('a Jenkins that gave up waiting gets its secrets after its restart', async () => {
  expect(await starting([restarting, restarting, running], 4000).wait()).toBe('ready');
  expect(existsSync(join(secrets(), 'admin-password'))).toBe(true);
});

test('a home that is not new gets no secrets', async () => {
  rmSync(join(inside, 'home', '.jenkins-tray', 'new'));
  expect(await starting([running], 3000).wait()).toBe('ready');
  expect(existsSync(join(secrets(), 'admin-password'))).toBe(false);
  expect(starting([running], 3000).commands).toEqual([]);
});

test('if secrets cannot be delivered, the failure says so, not that the home is missing', async () => {
  rmSync(secrets(), { recursive: true });
  expect(await starting([running, running, restarting]).wait()).toMatchObject({ code: 'jenkins/no-secrets' });
  expect(await starting([restarting]).wait()).toMatchObject({ code: 'jenkins/no-secrets' });
  expect(await starting([running]).wait()).toMatchObject({
    code: 'jenkins/no-secrets',
    detail: expect.stringContaining('a last line'),
  });
});

test('a missing known home is reported as missing', async () => {
  expect(await starting([restarting]).wait(null)).toMatchObject({ code: 'home/missing' });
});

test('a Jenkins that shows that its start failed is not waited for', async () => {
  const { wait, world } = starting([running], 100_000);
  Object.assign(world.jenkins, { page: async () => ({ kind: 'starting' }), condition: async () => ok('boot-failed') });
  expect(await wait(null)).toMatchObject({
    code: 'jenkins/boot-failed',
    detail: expect.stringContaining('a last line'),
  });
});

test('the log of the container is followed, ends a wait when it says that Jenkins is up, and is left afterwards', async () => {
  const clock = testClock();
  let page: Page = { kind: 'starting' };
  const followed: { readonly container: string; readonly line: LogLine; readonly signal: AbortSignal }[] = [];
  const world = fakeWorld({
    clock,
    jenkins: { isOpen: async () => true, page: async () => page },
    engine: {
      containersNamed: async () => [],
      async followLog(name: string, _part: LogPart, line: LogLine, signal: AbortSignal) {
        followed.push({ container: name, line, signal });
      },
    },
  });
  const run: Execution = { world, settings: settings(), names, version: '1', output: () => undefined };
  const cause = { object: '', current: '', desired: '' };
  const step = {
    kind: 'await-ready',
    name: 'jenkins-dood-container',
    url: URL,
    seconds: 180,
    fresh: null,
    cause,
  } as const;
  const waiting = awaitReady(step, run, new AbortController().signal);
  await expect.poll(() => clock.waiting()).toBe(1);
  page = { kind: 'ready', version: '2.580' };
  const [log] = followed;
  expect([followed.length, log?.container, log?.signal.aborted]).toEqual([1, 'jenkins-dood-container', false]);
  log?.line('INFO hudson.lifecycle.Lifecycle#onReady: Jenkins is fully up and running');
  // No time has passed.
  await waiting;
  expect(log?.signal.aborted).toBe(true);
});
