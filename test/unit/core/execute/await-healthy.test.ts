import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { noRequest } from '../../../../electron/adapters/intent.ts';
import { awaitHealthy, REPEAT_CHECK } from '../../../../electron/core/execute/await-healthy.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { container, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

interface Check {
  readonly exitCode: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Waits 2 s at most; `checks`: what the health check says each time, the last for ever; `states`: so with the container. */
async function wait(
  checks: readonly (Check | Error)[],
  states: readonly Partial<ContainerFact>[] = [{}],
  signal = new AbortController().signal,
) {
  const clock = jumpingClock();
  let [checked, looks] = [0, 0];
  const world = fakeWorld({
    clock,
    intent: { load: () => ({ ...noRequest }) },
    engine: {
      async exec(name, command) {
        expect([name, command.at(-1)]).toEqual(['dind', '/usr/local/bin/jenkins-tray-healthcheck']);
        checked += 1;
        const check = checks[Math.min(checked, checks.length) - 1] ?? new Error('no check');
        if (check instanceof Error) throw check;
        return { stdout: '', stderr: '', ...check };
      },
      async inspect(name) {
        looks += 1;
        return container(name, states[Math.min(looks, states.length) - 1]);
      },
      logTail: async () => ['the last line'],
    },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const step = {
    kind: 'await-healthy',
    name: 'dind',
    seconds: 2,
    cause: { object: 'dind', current: '', desired: '' },
  } as const;
  const result = await awaitHealthy(step, run, signal).catch((thrown: unknown) => thrown);
  const told = result instanceof FailureError ? `${result.failure.code} ${result.failure.detail}` : result;
  return { told, checked, ms: clock.now() };
}
const bad = { exitCode: 1, stderr: 'no daemon' };

test('the nested engine is waited for until its check succeeds', async () => {
  expect(await wait([bad, bad, { exitCode: 0 }])).toEqual({ told: undefined, checked: 3, ms: 200 });
});

test('a wait that is given up ends with why, and looks no more', async () => {
  const given = new AbortController();
  given.abort(new Error('given up'));
  expect(await wait([new Error('aborted')], [{}], given.signal)).toMatchObject({
    checked: 1,
    told: new Error('given up'),
  });
});

test('a check that cannot be run is tried again', async () => {
  expect(await wait([new Error('container is restarting'), { exitCode: 0 }])).toMatchObject({ told: undefined });
});

test('one that never gets well is told after the time with the last words of the check and of its log', async () => {
  const { told, ms } = await wait([bad]);
  expect(ms).toBe(2000);
  expect(told).toMatch(/^dind\/unhealthy /);
  expect(told).toContain('no daemon');
  expect(told).toContain('the last line');
});

test('what the check says on either stream is told, the last that it said', async () => {
  expect((await wait([{ exitCode: 1, stdout: 'on stdout' }])).told).toContain('on stdout');
  expect((await wait([bad, { exitCode: 1 }])).told).toContain('no daemon');
  expect((await wait([new Error('cannot exec')])).told).toContain('cannot exec');
});

test.each(['exited', 'dead'] as const)('one that is %s is not waited for', async (state) => {
  const { told, checked } = await wait([bad], [{}, { state }]);
  expect(told).toMatch(/^dind\/unhealthy /);
  expect(checked).toBe(2);
});

test('one that restarted three times meanwhile is given up; earlier restarts do not count', async () => {
  const counts = (all: readonly (number | null)[]) => all.map((restartCount) => ({ restartCount }));
  expect(await wait([bad], counts([7, 8, 9, 10]))).toMatchObject({ checked: 4 });
  expect(await wait([bad], counts([7, 9]))).toMatchObject({ ms: 2000 });
  expect(await wait([bad], counts([null]))).toMatchObject({ ms: 2000 });
});

/** The failure of a nested engine that ended with these last lines in its log. */
async function ended(...log: string[]) {
  const world = fakeWorld({
    clock: jumpingClock(),
    engine: {
      exec: async () => ({ exitCode: 1, stdout: '', stderr: 'not running' }),
      inspect: async (name) => container(name, { state: 'exited' }),
      logTail: async () => log,
    },
  });
  const cause = { object: names.nestedEngine, current: 'not yet healthy', desired: 'healthy' };
  const step = { kind: 'await-healthy', name: names.nestedEngine, seconds: 60, cause } as const;
  const run = { world, names, settings: settings(), version: '1', output: () => undefined };
  const thrown = await awaitHealthy(step, run, AbortSignal.timeout(5000)).then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof FailureError ? thrown.failure : null;
}

test('a disk that takes no storage driver is a failure of its own, with what was tried', async () => {
  const said = 'no storage driver works on /var/lib/docker (msdos): overlay2: wrong fs type; vfs: not permitted;';
  expect(await ended('jenkins-tray: something else', `jenkins-tray: ${said}`)).toMatchObject({
    code: 'dind/storage',
    detail: said,
  });
});

test('a log that only quotes such a line is told as it is', async () => {
  const quoted = 'level=info msg="earlier: jenkins-tray: no storage driver works on /x"';
  expect(await ended(quoted)).toMatchObject({ code: 'dind/unhealthy' });
});

test('a driver that dockerd does not take names the setting', async () => {
  const said = 'failed to start daemon: error initializing graphdriver: driver not supported: fuse-overlayfs';
  expect(await ended('level=info msg=starting', said)).toMatchObject({
    code: 'dind/storage',
    detail: said,
    command: 'jenkins-tray config set nested.storageDriver auto',
  });
});

test('any other end is told with the log', async () => {
  const failure = await ended('invalid CIDR address');
  expect(failure).toMatchObject({ code: 'dind/unhealthy', detail: expect.stringContaining('invalid CIDR address') });
});

/** Runs the repeated check with one that succeeds at its `times`-th try; what it printed, and how often it was tried. */
function repeated(times: number) {
  const folder = mkdtempSync(join(tmpdir(), 'healthy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const check = join(folder, 'check');
  const [tries, end] = [join(folder, 'tries'), join(folder, 'date')];
  const script = `#!/bin/sh\necho >> '${tries}'\n[ "$(wc -l < '${tries}')" -ge ${times} ] && echo fine || { echo bad >&2; exit 1; }`;
  writeFileSync(check, script, { mode: 0o755 });
  // A clock of its own: two seconds are over once it was tried three times.
  const clock = `#!/bin/sh\n[ "$(cat '${tries}' 2>/dev/null | wc -l)" -ge 3 ] && echo 12 || echo 10`;
  writeFileSync(end, clock, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', REPEAT_CHECK, check], { encoding: 'utf8', env });
  return { status, stdout, stderr, tries: readFileSync(tries, 'utf8').length };
}

test('inside the container the check is repeated until it succeeds, for a while', () => {
  expect(repeated(2)).toEqual({ status: 0, stdout: 'fine\n', stderr: '', tries: 2 });
  expect(repeated(9)).toEqual({ status: 1, stdout: '', stderr: 'bad\n', tries: 3 });
});
