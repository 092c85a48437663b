import { describe, expect, test } from 'vitest';
import { drainerOf } from '../../../../electron/core/execute/drainer.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { Condition } from '../../../../electron/core/world/jenkins.ts';
import { err, FailureError, ok, type Result } from '../../../../electron/shared/failure.ts';
import { notDrained, pageNotReady } from '../../../../electron/shared/failures/jenkins.ts';
import { buildsUnknown } from '../../../../electron/shared/failures/jenkins-builds.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { container, runningBuild, settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

const URL = 'http://127.0.0.1:8080';
const signal = new AbortController().signal;
const place = { url: URL, logins: 'none' } as const;

/** What the script of our image writes while these builds run. */
const file = (...jobs: readonly string[]): string =>
  JSON.stringify({
    ...{ version: 1, draining: true, running: jobs.length },
    builds: jobs.map((job) => ({ job, number: 1, startedAt: 0, url: `job/${job}/1/` })),
  });

describe('by the script of our image', () => {
  /** A drainer whose script answers this, one after another; null: not at all. */
  async function lab(answers: readonly (string | null)[], state: ContainerFact['state'] = 'running') {
    const commands: string[] = [];
    const left = [...answers];
    const world = fakeWorld({
      engine: {
        exec: async (id, [, , script = '', , folder, ...words]) => {
          const does = script.includes('rm -f drain') ? 'resume' : script.includes('> abort') ? 'abort' : 'drain';
          commands.push([id, does, folder, ...words].join(' '));
          const answer = left.shift() ?? null;
          return { exitCode: answer === null ? 3 : 0, stdout: answer ?? '', stderr: '' };
        },
        inspect: async (id) => container(id, { state }),
      },
    });
    return { commands, drainer: await drainerOf('jenkins', place, { world, settings: settings() }, signal) };
  }

  test('it holds for a minute, and waits some seconds for the last build where that is asked', async () => {
    const { commands, drainer } = await lab([file('a'), file('a', 'b'), file()]);
    expect(await drainer.hold('now', signal)).toMatchObject({
      value: { running: 2, builds: [{ job: 'a' }, { job: 'b' }] },
    });
    expect(await drainer.hold('once idle', signal)).toMatchObject({ value: { running: 0, builds: [] } });
    const drains = 'jenkins drain /run/jenkins-tray';
    expect(commands).toEqual([`${drains} 0`, `${drains} 0`, `${drains} 5`]);
  });

  test.each<[ContainerFact['state'], number, number | string]>([
    ['running', 2, 'jenkins/busy'],
    ['paused', 2, 'jenkins/busy'],
    ['exited', 0, 0],
    ['restarting', 0, 0],
  ])(
    'a Jenkins that does not answer, and is %s, is taken to run %i now, and %s once idle',
    async (state, now, later) => {
      const { drainer } = await lab([file('a', 'b')], state);
      const found = await drainer.hold('now', signal);
      expect(found.ok && [found.value.running, found.value.builds.length]).toEqual([now, now]);
      const idle = await drainer.hold('once idle', signal);
      expect(idle.ok ? idle.value.running : idle.failure.code).toBe(later);
    },
  );

  test('one that answers is believed, whatever its container does', async () => {
    const { drainer } = await lab([file('a'), file('b')], 'exited');
    expect(await drainer.hold('once idle', signal)).toMatchObject({ value: { running: 1, builds: [{ job: 'b' }] } });
  });

  test('builds are aborted by what the script calls them, and queued again where that is asked', async () => {
    const { commands, drainer } = await lab([file('a', 'b'), file('a', 'b'), file('b'), null, file('b'), null]);
    const found = await drainer.hold('now', signal);
    const builds = found.ok ? found.value.builds : [];
    expect(await drainer.abort(builds.slice(0, 1), true, signal)).toBe(true);
    const aborts = 'jenkins abort /run/jenkins-tray 20';
    expect(commands.at(-1)).toBe(`${aborts} requeue job/a/1/`);
    // What is left then is what is known from then on.
    expect(await drainer.hold('now', signal)).toMatchObject({ value: { running: 1, builds: [{ job: 'b' }] } });
    const again = await drainer.hold('now', signal);
    const left = again.ok ? again.value.builds : [];
    expect(await drainer.abort(left, false, signal)).toBe(false);
    expect(commands.at(-1)).toBe(`${aborts} job/b/1/`);
    expect(await drainer.abort(left, true, signal), 'without an answer').toBe(false);
    expect(await drainer.hold('now', signal), 'an abort without an answer').toMatchObject({ value: { running: 1 } });
  });

  test('builds start again', async () => {
    const { commands, drainer } = await lab([file()]);
    await drainer.resume();
    expect(commands.at(-1)).toBe('jenkins resume /run/jenkins-tray');
  });
});

describe('by REST', () => {
  const build = (name: string, change: Partial<Build> = {}): Build => ({
    ...{ ...runningBuild, job: name, url: `${URL}/job/${name}/42/` },
    ...change,
  });
  interface Given {
    readonly running?: (at: number) => Result<readonly Build[]>;
    readonly quiet?: (on: boolean) => Promise<Result<null>>;
    readonly state?: ContainerFact['state'];
    /** Whether it is quiet before anybody asks. */
    readonly before?: Result<Condition | null>;
    /** The container that the intent says was asked. */
    readonly quieted?: string | null;
  }

  /** A drainer of a Jenkins without our script; what it asks for, and when. */
  async function lab({ running = () => ok([]), quiet = async () => ok(null), ...given }: Given = {}) {
    const { state = 'running', before = ok(null) } = given;
    let intent = intentWith({ mode: 'dind', quieted: given.quieted ?? null });
    const clock = jumpingClock();
    const calls: string[] = [];
    const said = (what: string): void => void calls.push(`${what} at ${clock.monotonic()}`);
    const world = fakeWorld({
      clock,
      engine: {
        exec: async () => ({ exitCode: 3, stdout: '', stderr: '' }),
        inspect: async (id) => container(id, { state }),
      },
      intent: {
        load: () => intent,
        save: async (next) => {
          intent = next;
        },
      },
      jenkins: {
        condition: async () => before,
        running: async () => {
          said('running');
          return running(clock.monotonic());
        },
        quietDown: async (_at, on) => {
          said(on ? 'quiet' : 'not quiet');
          return quiet(on);
        },
        stop: async (_at, path) => {
          said(`stop ${path}`);
          return ok(null);
        },
      },
    });
    const drainer = await drainerOf('jenkins', place, { world, settings: settings() }, signal);
    return { calls, drainer, noted: () => [intent.mode, intent.quieted] };
  }

  test('it is quiet once, and asked each second what runs; Pipelines pause, and are not waited for', async () => {
    const builds = [build('a'), build('b'), build('flow', { pipeline: true })];
    const { calls, drainer } = await lab({ running: () => ok(builds) });
    expect(await drainer.hold('now', signal)).toEqual(ok({ running: 2, builds }));
    expect(await drainer.hold('once idle', signal)).toEqual(ok({ running: 2, builds }));
    expect(calls).toEqual(['quiet at 0', 'running at 0', 'running at 1000']);
  });

  test('a Jenkins that refuses says why, and is asked again', async () => {
    const refused = err(notDrained(URL, 'HTTP 403'));
    const { calls, drainer } = await lab({ quiet: async () => refused });
    expect(await drainer.hold('now', signal)).toEqual(refused);
    expect(await drainer.hold('now', signal)).toEqual(refused);
    await drainer.resume();
    expect(calls).toEqual(['quiet at 0', 'quiet at 0']);
    const away = pageNotReady(URL);
    expect(await (await lab({ running: () => err(away) })).drainer.hold('now', signal)).toEqual(
      err(buildsUnknown(away)),
    );
  });

  test('builds are stopped by their paths, and waited for until none of them runs', async () => {
    const [a, b, c] = [build('a'), build('b', { url: `${URL}/ci/job/team/job/b/7//` }), build('c')];
    const { calls, drainer } = await lab({ running: (at) => ok(at < 500 ? [b, c] : [c]) });
    const requeued = await drainer.abort([a, b, build('no address', { url: '' })], true, signal);
    expect(requeued, 'by REST that cannot be').toBe(false);
    expect(calls).toEqual([
      ...['stop /job/a/42 at 0', 'stop /job/team/job/b/7 at 0'],
      ...['running at 0', 'running at 250', 'running at 500'],
    ]);
  });

  test.each<[string, (at: number) => Result<readonly Build[]>, string]>([
    ['does not end, for 20 s', () => ok([build('a')]), 'running at 19750'],
    [
      'is not known any more, no longer',
      (at) => (at < 500 ? ok([build('a')]) : err(pageNotReady(URL))),
      'running at 500',
    ],
  ])('one that %s', async (_what, running, last) => {
    const { calls, drainer } = await lab({ running });
    expect(await drainer.abort([build('a')], true, signal)).toBe(false);
    expect(calls.at(-1)).toBe(last);
  });

  test('builds start again, if they were kept from that', async () => {
    const { calls, drainer } = await lab();
    await drainer.resume();
    expect(calls).toEqual([]);
    await drainer.hold('now', signal);
    await drainer.resume();
    expect(calls.at(-1)).toBe('not quiet at 0');
  });

  test('a Jenkins that cannot be reached any more need not be told; an error of this app is none of that', async () => {
    const resumed = async (thrown: unknown) => {
      const { drainer } = await lab({ quiet: async (on) => (on ? ok(null) : Promise.reject(thrown)) });
      await drainer.hold('now', signal);
      return drainer.resume();
    };
    await expect(resumed(new FailureError(pageNotReady(URL)))).resolves.toBeUndefined();
    await expect(resumed(new TypeError('ours'))).rejects.toThrow('ours');
  });

  test('one that has ended runs nothing; one that restarts is asked to be quiet again', async () => {
    const silent = { running: () => err(pageNotReady(URL)) };
    expect(await (await lab({ ...silent, state: 'exited' })).drainer.hold('now', signal)).toEqual(
      ok({ running: 0, builds: [] }),
    );
    const { calls, drainer } = await lab(silent);
    for (const when of ['now', 'once idle'] as const) expect((await drainer.hold(when, signal)).ok).toBe(false);
    await drainer.resume();
    const quiet = ['quiet at 0', 'running at 0'];
    expect(calls).toEqual([...quiet, ...quiet, 'not quiet at 0']);
  });

  test.each<[string, Given, string | null, boolean, string | null]>([
    ['was not quiet', {}, 'jenkins', true, null],
    ['does not say whether it was', { before: err(pageNotReady(URL)) }, 'jenkins', true, null],
    ['was restarting', { before: ok('restarting') }, 'jenkins', true, null],
    ['somebody else made quiet', { before: ok('quiet') }, null, false, null],
    ['an earlier try made quiet', { before: ok('quiet'), quieted: 'jenkins' }, 'jenkins', true, null],
    ['is quiet, where another one was noted', { before: ok('quiet'), quieted: 'old' }, 'old', false, 'old'],
    [
      'does not come back from that',
      { quiet: async (on) => (on ? ok(null) : err(pageNotReady(URL))) },
      'jenkins',
      true,
      'jenkins',
    ],
    ['refuses', { quiet: async () => err(notDrained(URL, 'HTTP 403')) }, null, false, null],
  ])('one that %s is noted while it is, and builds again', async (_what, given, during, resumes, after) => {
    const { calls, drainer, noted } = await lab(given);
    await drainer.hold('now', signal);
    expect(noted()).toEqual(['dind', during]);
    await drainer.resume();
    expect(calls.some((call) => call.startsWith('not quiet'))).toBe(resumes);
    expect(noted()).toEqual(['dind', after]);
  });
});
