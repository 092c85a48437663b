import { expect, test } from 'vitest';
import { newestBuilds } from '../../../../electron/core/observe/newest-builds.ts';
import { conditionNow, observe, runningBuilds, worldOf } from '../../../../electron/core/observe/observe.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { Condition, Page } from '../../../../electron/core/world/jenkins.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { err, type Failure, ok, type Result } from '../../../../electron/shared/failure.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { jumpingClock, testClock } from '../../../doubles/clock.ts';
import { gate } from '../../../doubles/gate.ts';
import { goodHome, HOME, names, nothingThere, ours, runningBuild, settings } from '../../../doubles/situation.ts';
import { fakeWorld, settingsWith } from '../../../doubles/world.ts';

/** What the running Jenkins is asked for. */

const { signal } = new AbortController();
const refused: Failure = { code: 'jenkins/unreachable', title: 'no', detail: '' };
const shut: Condition = 'quiet';
const place = { url: 'http://127.0.0.1:8080', logins: 'none' } as const;

test('the world of a scope has its home, and the volume that it is', () => {
  const world = fakeWorld({ home: 'volume:ci' });
  const scope = { settings: settings(), names, home: '/v' };
  expect([worldOf(world, scope).home, worldOf(world, scope).homeVolume]).toEqual(['/v', undefined]);
  const homeVolume = { name: 'ci', fact: null };
  expect(worldOf(world, { ...scope, homeVolume }).homeVolume).toBe(homeVolume);
});

const conditionOf = async (
  page: Page,
  condition: () => Promise<Result<Condition | null>>,
  queue = async (): ReturnType<World['jenkins']['queue']> => ok([]),
) => {
  const world = fakeWorld({
    engine: {
      version: async () => nothingThere.engine,
      containersNamed: async () => ours('dood').map((it) => ({ ...it, labels: {} })),
      networksNamed: async () => [],
      volumesNamed: async () => [],
      imagesNamed: async () => [],
    },
    host: { home: async () => goodHome },
    contexts: { find: async () => null },
    jenkins: { page: async () => page, running: async () => ok([]), condition, queue },
  });
  const facts = await observe(world, { settings: settings(), names, home: HOME }, signal);
  return 'condition' in facts ? facts.condition : 'none';
};

test('what Jenkins waits for is a fact only where it says so', async () => {
  const says = async () => ok(shut);
  expect(await conditionOf({ kind: 'ready', version: '2' }, says)).toEqual(shut);
  expect(await conditionOf({ kind: 'starting' }, says)).toEqual(shut);
  expect(await conditionOf({ kind: 'none' }, says)).toBe('none');
  expect(await conditionOf({ kind: 'ready', version: '2' }, async () => ok(null))).toBe('none');
  expect(await conditionOf({ kind: 'ready', version: '2' }, async () => err(refused))).toBe('none');
  expect(
    await conditionOf({ kind: 'ready', version: '2' }, async () => {
      throw new Error('cut off');
    }),
  ).toBe('none');
});

test('what waits in the queue and what Jenkins does is asked at once', async () => {
  const asked = gate();
  const queue = async () => {
    await asked.passed;
    return ok([]);
  };
  const condition = async () => {
    asked.open();
    return ok(shut);
  };
  expect(await conditionOf({ kind: 'ready', version: '2' }, condition, queue)).toEqual(shut);
});

test('an abort while Jenkins is asked is one', async () => {
  const controller = new AbortController();
  const condition = async () => {
    controller.abort(new Error('enough'));
    throw new Error('cut off');
  };
  await expect(
    conditionNow(fakeWorld({ jenkins: { condition } }), settings(), place, controller.signal),
  ).rejects.toThrow('enough');
});

const told = (running: number, count: number) =>
  JSON.stringify({ version: 1, running, builds: Array.from({ length: count }, (_, number) => ({ job: 'a', number })) });
/** `said`: what the script says in turn, the last from then on. */
const builds = async (answer: Result<readonly Build[]>, script: string | undefined, ...said: readonly string[]) => {
  let times = 0;
  const exec = async () => {
    times += 1;
    return { exitCode: 0, stdout: said[Math.min(times, said.length) - 1] ?? '', stderr: '' };
  };
  const world = fakeWorld({ clock: jumpingClock(), engine: { exec }, jenkins: { running: async () => answer } });
  const found = await runningBuilds(
    world,
    settings(),
    { ...place, ...(script === undefined ? {} : { script }) },
    signal,
  );
  return found.ok ? found.value.map(({ job }) => job) : found.failure.code;
};

test('the script in our image tells the builds that Jenkins does not, if it tells all', async () => {
  expect(await builds(ok([runningBuild]), 'id', told(1, 1))).toEqual(['train-model']);
  expect(await builds(err(refused), 'id', told(2, 2))).toEqual(['a', 'a']);
  expect(await builds(err(refused), 'id', told(3, 2))).toBe('jenkins/unreachable');
  // An executor that was given a build begins it within a moment.
  expect(await builds(err(refused), 'id', told(3, 2), told(3, 3))).toEqual(['a', 'a', 'a']);
  expect(await builds(err(refused), 'id', told(1, 0), told(1, 0), told(0, 0))).toEqual([]);
  expect(await builds(err(refused), 'id', 'nothing')).toBe('jenkins/unreachable');
  expect(await builds(err(refused), undefined, told(2, 2))).toBe('jenkins/unreachable');
});

test.each([
  [{}, 'http://127.0.0.1:8080/job/team/job/train/7/'],
  [{ prefix: '/ci' }, 'http://127.0.0.1:8080/ci/job/team/job/train/7/'],
])('builds that the script tells have pages, %#', async (at, url) => {
  const build = { job: 'team/train', number: 7, url: 'job/team/job/train/7/' };
  const stdout = JSON.stringify({ version: 1, running: 1, builds: [build] });
  const exec = async () => ({ exitCode: 0, stdout, stderr: '' });
  const world = fakeWorld({ engine: { exec }, jenkins: { running: async () => err(refused) } });
  const found = await runningBuilds(world, settings(), { ...place, ...at, script: 'id' }, signal);
  expect(found).toMatchObject({ ok: true, value: [{ job: 'team/train', url }] });
});

const unlabelled = (): readonly ContainerFact[] => ours('dood').map((it) => ({ ...it, labels: {} }));

/** The newest builds, asked for at these seconds; `running`: what runs then. */
function asking(
  answer: (second: number) => Result<readonly Build[]>,
  containers: () => readonly ContainerFact[] = unlabelled,
) {
  const clock = testClock();
  let recent = 0;
  const world = fakeWorld({
    clock,
    settings: settingsWith(),
    engine: { containersNamed: async () => containers() },
    jenkins: {
      running: async () => answer(clock.monotonic() / 1000),
      recent: async (_, limit) => {
        recent += 1;
        clock.pass(100);
        return ok([{ ...runningBuild, number: limit, result: 'success' as const }]);
      },
    },
  });
  const memory = { seen: null };
  return {
    clock,
    recent: () => recent,
    list: async () => (await newestBuilds(world, signal, 7, memory))?.map(({ number }) => number) ?? null,
  };
}

test('the list has what runs and what ended; the latter is asked for seldom while nothing changes', async () => {
  let running = [runningBuild];
  const { clock, recent, list } = asking(() => ok(running));
  expect(await list()).toEqual([42, 7]);
  expect([await list(), recent()]).toEqual([[42, 7], 1]);
  running = [];
  clock.pass(1000);
  expect([await list(), recent()]).toEqual([[7], 2]);
  clock.pass(3_600_000);
  await list();
  expect(recent()).toBe(3);
  // As long as the answer took, not as the app has run.
  clock.pass(600_000);
  await list();
  expect(recent()).toBe(4);
});

test('another Jenkins, or another user, is asked at once', async () => {
  let containers = unlabelled();
  const { recent, list } = asking(
    () => ok([]),
    () => containers,
  );
  await list();
  containers = unlabelled().map((it) => ({ ...it, startedAt: 9 }));
  await list();
  expect(recent()).toBe(2);
});

test('as many builds as before are others by their addresses', async () => {
  let url = 'a';
  const { clock, recent, list } = asking(() => ok([{ ...runningBuild, url }]));
  await list();
  url = 'b';
  clock.pass(1000);
  await list();
  expect(recent()).toBe(2);
});

test('nothing runs without a Jenkins, and one that does not answer is a failure unless it hides builds', async () => {
  expect(
    await asking(
      () => ok([]),
      () => [],
    ).list(),
  ).toBeNull();
  await expect(asking(() => err(refused)).list()).rejects.toMatchObject({ failure: refused });
  expect(await asking(() => err({ ...refused, code: 'jenkins/builds-hidden' })).list()).toEqual([7]);
});
