import { expect, test } from 'vitest';
import { drain } from '../../../../electron/core/execute/drain.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import { agreedBuilds, consent } from '../../../../electron/shared/consents.ts';
import { err, FailureError, ok, type Result } from '../../../../electron/shared/failure.ts';
import { notDrained, pageNotReady } from '../../../../electron/shared/failures/jenkins.ts';
import { buildsAborted } from '../../../../electron/shared/failures/jenkins-builds.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { container, HOME, names, ours, runningBuild, settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

/** What becomes of the builds of a Jenkins without our script, once it is to stop. */

const URL = 'http://127.0.0.1:8080';
const name = names.jenkins.dood;
const build = (job: string, change: Partial<Build> = {}): Build => ({
  ...{ ...runningBuild, job, url: `${URL}/job/${job}/42/` },
  ...change,
});
const [a, b, flow] = [build('a'), build('b'), build('flow', { pipeline: true })];
const agreedTo = (...builds: readonly Build[]) => agreedBuilds([consent.interrupt('old', builds)], 'old');

interface Given {
  readonly step: Partial<Step & { kind: 'drain' }>;
  /** What runs when that is asked for the first time, the second time, and so on; what was stopped is left out. */
  readonly builds: readonly Result<readonly Build[]>[];
  readonly refuses?: boolean;
  readonly disk?: 'full';
}

/** Drains: the code of its failure, what Jenkins was asked to do, what was said and stored, and after how long it ended. */
async function drained({ step, builds, refuses = false, disk }: Given) {
  const clock = jumpingClock();
  const calls: string[] = [];
  const said: string[] = [];
  let intent = intentWith({});
  const drained: string[] = [];
  let asked = 0;
  const world = fakeWorld({
    clock,
    home: HOME,
    secrets: { adminPassword: async () => 'pw' },
    engine: {
      containersNamed: async () => ours('dood').map((it) => ({ ...it, id: 'old' })),
      inspect: async (id) => container(id),
      exec: async () => ({ exitCode: 3, stdout: '', stderr: '' }),
    },
    intent: {
      load: () => intent,
      save: async (next) => {
        if (disk === 'full') throw new Error('no space');
        intent = next;
      },
    },
    jenkins: {
      page: async () => ({ kind: 'ready', version: '2.580' }),
      running: async () => {
        const now = builds[Math.min(asked, builds.length - 1)] ?? ok([]);
        asked += 1;
        return now.ok ? ok(now.value.filter(({ job }) => !calls.includes(`stop /job/${job}/42`))) : now;
      },
      quietDown: async (_at, on) => {
        calls.push(on ? 'quiet' : 'resume');
        return refuses ? err(notDrained(URL, 'HTTP 403')) : ok(null);
      },
      stop: async (_at, path) => {
        calls.push(`stop ${path}`);
        return ok(null);
      },
    },
  });
  const run = {
    ...{ world, settings: settings(), names, version: '1', output: () => undefined },
    detail: (line: string) => void said.push(line),
    drained: (id: string) => void drained.push(id),
  };
  const whole: Step & { kind: 'drain' } = {
    ...{ kind: 'drain', name, id: 'old', url: URL, running: 0, agreed: [], wait: null, requeue: false, users: null },
    ...{ cause: { object: name, current: '', desired: '' } },
    ...step,
  };
  const code = await drain(whole, run, new AbortController().signal).then(
    () => null,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : thrown),
  );
  return {
    code,
    calls,
    said,
    drained,
    aborted: intent.aborted ?? null,
    quieted: intent.quieted ?? null,
    ms: clock.monotonic(),
  };
}
const unknown = err(pageNotReady(URL));

test('where nothing runs, and nothing is waited for, Jenkins is left as it is', async () => {
  expect(await drained({ step: {}, builds: [ok([])] })).toMatchObject({
    ...{ code: null, calls: [], drained: [] },
  });
});

test('builds that may be stopped are aborted, once no new ones start, and it is said and stored which', async () => {
  expect(await drained({ step: { agreed: agreedTo(a, b) }, builds: [ok([a, b])] })).toMatchObject({
    ...{ code: null, calls: ['quiet', 'stop /job/a/42', 'stop /job/b/42'], drained: ['old'] },
    ...{ said: ['aborting 2 builds'], aborted: buildsAborted([a, b], false) },
  });
  expect(await drained({ step: { agreed: agreedTo(a), requeue: true }, builds: [ok([a])] })).toMatchObject({
    ...{ code: null, said: ['aborting 1 build'], aborted: buildsAborted([a], false) },
  });
});

test('a full disk ends no switch', async () => {
  expect(await drained({ step: { agreed: agreedTo(a) }, builds: [ok([a])], disk: 'full' })).toMatchObject({
    ...{ code: null, aborted: null },
  });
});

test('Pipelines are left: they continue after a restart', async () => {
  expect(await drained({ step: { agreed: agreedTo(a, flow) }, builds: [ok([flow, a])] })).toMatchObject({
    ...{ calls: ['quiet', 'stop /job/a/42'], aborted: buildsAborted([a], false) },
  });
  expect(await drained({ step: { agreed: agreedTo(flow) }, builds: [ok([flow])] })).toMatchObject({
    ...{ code: null, calls: ['quiet'], said: ['flow #42 goes on once Jenkins runs again'], aborted: null },
  });
});

test('one that starts in the last moment keeps Jenkins, whose builds start again', async () => {
  expect(await drained({ step: { agreed: agreedTo(a) }, builds: [ok([a]), ok([a, b])] })).toMatchObject({
    ...{ code: 'jenkins/busy', calls: ['quiet', 'resume'], aborted: null, drained: [] },
  });
});

test('a Jenkins that refuses to be drained stops all the same', async () => {
  const { code, calls, said } = await drained({ step: { agreed: agreedTo(a) }, builds: [ok([a])], refuses: true });
  expect([code, [...new Set(calls)], said]).toEqual([null, ['quiet'], []]);
  // But what cannot be kept from starting builds is not waited for.
  const waits = (...builds: readonly Build[]) => drained({ step: { wait: 5 }, builds: [ok(builds)], refuses: true });
  expect((await waits(a)).code).toBe('jenkins/unreachable');
  expect((await waits()).code).toBeNull();
});

test('builds that are waited for need no consent, and none starts meanwhile', async () => {
  const ends = [ok([a]), ok([a]), ok([a]), ok([])];
  expect(await drained({ step: { wait: 0 }, builds: ends })).toMatchObject({
    ...{ code: null, calls: ['quiet'], aborted: null, ms: 2100 },
  });
  expect(await drained({ step: { wait: 0 }, builds: [ok([])] }), 'nothing runs yet').toMatchObject({
    ...{ code: null, calls: ['quiet'], ms: 0 },
  });
  expect(await drained({ step: { wait: 0, agreed: 'any' }, builds: ends }), 'all may be stopped').toMatchObject({
    ...{ calls: ['quiet'], ms: 2100 },
  });
});

test('those that are left after the wait are aborted, whoever agreed to what', async () => {
  expect(await drained({ step: { wait: 1 }, builds: [ok([a, flow])] })).toMatchObject({
    ...{ code: null, calls: ['quiet', 'stop /job/a/42'], aborted: buildsAborted([a], false) },
  });
});

test.each<[string, Given['step']]>([
  ['were known', { wait: 9 }],
  ['never were', { wait: 9, running: null }],
])('builds that are not known now and %s are waited for until they are, for minutes', async (_what, step) => {
  const later = [unknown, unknown, ok([a]), ok([])];
  expect(await drained({ step, builds: later })).toMatchObject({ code: null, drained: ['old'], aborted: null });
  const { code, calls, ms } = await drained({ step, builds: [unknown] });
  expect([code, calls.at(-1), Math.floor(ms / 60_000)]).toEqual(['jenkins/busy', 'resume', 5]);
});

test('builds that are not known now, where any may be stopped, are not waited for', async () => {
  const step = { wait: 9, agreed: 'any' } as const;
  expect(await drained({ step, builds: [unknown] })).toMatchObject({ code: null, calls: [] });
});

test('who let no builds start is noted, so that they do after a crash, and no longer once they do', async () => {
  expect(await drained({ step: { agreed: agreedTo(a) }, builds: [ok([a])] })).toMatchObject({ quieted: 'old' });
  expect(await drained({ step: { agreed: agreedTo(a) }, builds: [ok([a]), ok([b])] })).toMatchObject({
    ...{ code: 'jenkins/busy', quieted: null },
  });
});
