import { expect, test } from 'vitest';
import type { BuildFact, ContainerUse } from '../../../../electron/core/gpu/attribute.ts';
import { createAttribution } from '../../../../electron/core/gpu/attribution.ts';
import type { AttributionWorld } from '../../../../electron/core/gpu/attribution-world.ts';

const ID = 'a'.repeat(64);

const INNER = 'b'.repeat(64);

const HOME = '/home/u/jenkins_home';

const builds: readonly BuildFact[] = [
  { job: 'train', number: 42, url: 'http://h/job/train/42/', workspaces: [`${HOME}/workspace/train`] },
  { job: 'team/eval', number: 7, url: 'http://h/job/team/job/eval/7/', workspaces: [`${HOME}/workspace/team/eval`] },
];

const process = (pid: number) => ({ pid, name: 'python', uuid: 'GPU-0', memoryBytes: 1 });

const container = (change: Partial<ContainerUse> = {}): ContainerUse => ({
  id: ID,
  name: 'c',
  engine: 'host',
  sources: [],
  env: {},
  ours: false,
  ...change,
});

/** A world with one process in one container; counts what is asked. */
function world(change: Partial<AttributionWorld> = {}, born = () => '100') {
  const asked: string[] = [];
  let now = 0;
  const world: AttributionWorld = {
    clock: { now: () => 0, monotonic: () => now, after: () => () => undefined },
    proc: {
      born: async () => born(),
      cgroup: async () => `0::/docker/${ID}`,
      user: async () => 'root',
      pids: async (pid) => [pid, 9],
      environments: async () => [],
    },
    container: async (id) => {
      asked.push(`container ${id[0]}`);
      return container({ sources: [`${HOME}/workspace/train`] });
    },
    containerOfProcess: async () => null,
    environmentsInside: async () => {
      asked.push('inside');
      return [];
    },
    builds: async () => {
      asked.push('builds');
      return builds;
    },
    ...change,
  };
  return { world, attribution: createAttribution(world), asked, pass: (ms: number) => (now += ms) };
}

test('a process keeps its build as long as it lives, without further requests', async () => {
  const { attribution, asked, pass } = world();
  for (let time = 0; time < 100; time += 1) {
    const rows = await attribution.rows([process(5)]);
    expect(rows[0]).toMatchObject({ build: { job: 'train', number: 42 }, container: 'c', user: 'root' });
    pass(10_000);
  }
  expect(asked).toEqual(['builds', 'container a']);
});

test('a later process with the same id is looked up again', async () => {
  let born = '100';
  const { attribution, asked } = world({}, () => born);
  await attribution.rows([process(5)]);
  born = '200';
  await attribution.rows([process(5)]);
  expect(asked.filter((what) => what === 'builds')).toHaveLength(2);
});

test('an unknown process is looked up once a minute; while Jenkins does not answer, each time', async () => {
  const stranger = world({ container: async () => container() });
  for (let time = 0; time < 12; time += 1) {
    expect((await stranger.attribution.rows([process(5)]))[0]?.build).toBeNull();
    stranger.pass(10_000);
  }
  expect(stranger.asked.filter((what) => what === 'builds')).toHaveLength(2);
  let answers = false;
  const later = world({ builds: async () => (answers ? builds : null) });
  expect((await later.attribution.rows([process(5)]))[0]?.build).toBeNull();
  answers = true;
  expect((await later.attribution.rows([process(5)]))[0]?.build?.number).toBe(42);
});

test('an environment that this user cannot read is read inside the container, by its id there', async () => {
  const given: (readonly number[])[] = [];
  const { attribution } = world({
    container: async () => container({ ours: true }),
    environmentsInside: async (_, pids) => {
      given.push(pids);
      return [{}, { BUILD_TAG: 'jenkins-team-eval-7' }];
    },
  });
  expect((await attribution.rows([process(5)]))[0]?.build).toEqual({ job: 'team/eval', number: 7 });
  expect(given).toEqual([[5, 9]]);
});

test('no command runs in a container that is not ours, whose environment the engine tells', async () => {
  const foreign = world({ container: async () => container({ env: { BUILD_TAG: 'jenkins-train-42' } }) });
  expect((await foreign.attribution.rows([process(5)]))[0]?.build?.number).toBe(42);
  const stranger = world({ container: async () => container() });
  expect((await stranger.attribution.rows([process(5)]))[0]?.build).toBeNull();
  expect([...foreign.asked, ...stranger.asked]).not.toContain('inside');
});

test('if /proc hides everything, the engine names the container', async () => {
  const hidden = { born: null, cgroup: null, user: null };
  const { attribution } = world({
    proc: {
      born: async () => hidden.born,
      cgroup: async () => hidden.cgroup,
      user: async () => hidden.user,
      pids: async () => [],
      environments: async () => [],
    },
    containerOfProcess: async () => container({ name: 'by-top', env: { BUILD_TAG: 'jenkins-train-42' } }),
  });
  expect((await attribution.rows([process(5)]))[0]).toMatchObject({ container: 'by-top', build: { number: 42 } });
});

test('of nested containers the inner one counts, looked up on the nested engine', async () => {
  const asked: string[] = [];
  const { attribution } = world({
    proc: {
      born: async () => '1',
      cgroup: async () => `0::/system.slice/docker-${ID}.scope/docker/${INNER}`,
      user: async () => 'root',
      pids: async () => [5, 4, 3],
      environments: async () => [],
    },
    container: async (id, nested) => {
      asked.push(`${id[0]} ${nested ? 'nested' : 'host'}`);
      return nested ? container({ engine: 'nested', sources: [`${HOME}/workspace/train/data`] }) : null;
    },
  });
  expect((await attribution.rows([process(5)]))[0]).toMatchObject({ engine: 'nested', build: { number: 42 } });
  expect(asked).toEqual(['b host', 'b nested']);
});

test('only the GPU view costs a look at command line, age and memory of each process', async () => {
  const seen: number[] = [];
  const about = async (pid: number) => {
    seen.push(pid);
    return { command: 'python -m train', startedAt: 5, hostMemoryBytes: 7 };
  };
  const { proc } = world().world;
  const { attribution } = world({ proc: { ...proc, about } });
  expect((await attribution.rows([process(5)]))[0]).not.toHaveProperty('command');
  expect((await attribution.rows([process(5)], true))[0]).toMatchObject({
    command: 'python -m train',
    startedAt: 5,
    hostMemoryBytes: 7,
  });
  expect(seen).toEqual([5]);
});

const later = { ...process(5), utilization: 30 };

test('where it is unknown, nothing is made up of a process', async () => {
  const none = { cgroup: async () => null, born: async () => null, user: async () => null };
  const { attribution } = world({ proc: { ...world().world.proc, ...none }, builds: async () => [] });
  expect(await attribution.rows([process(5), later])).toEqual([
    { ...process(5), utilization: null, user: null, container: null, engine: null, build: null },
    { ...later, user: null, container: null, engine: null, build: null },
  ]);
});

test.each<[string, Partial<ContainerUse> | null, readonly Readonly<Record<string, string>>[], boolean]>([
  ['one of ours, whose environment is hidden', { ours: true }, [], true],
  ['one in the nested engine', { engine: 'nested' }, [], true],
  ['somebody else’s', {}, [], false],
  ['one of ours, whose environment is readable', { ours: true }, [{ PATH: '/bin' }], false],
  ['one of ours, whose build is known', { ours: true }, [{ BUILD_TAG: 'jenkins-train-42' }], false],
  ['none', null, [], false],
])('a container is entered for a process only where it helps: %s', async (_which, change, environments, enters) => {
  const base = world();
  const { attribution, asked } = world({
    proc: {
      ...base.world.proc,
      environments: async () => environments,
      ...(change === null ? { cgroup: async () => '0::/user' } : {}),
    },
    container: async () => container(change ?? {}),
    environmentsInside: async () => {
      throw new Error('stopped meanwhile');
    },
  });
  let entered = false;
  const inside = world({
    proc: {
      ...base.world.proc,
      environments: async () => environments,
      ...(change === null ? { cgroup: async () => '0::/user' } : {}),
    },
    container: async () => container(change ?? {}),
    environmentsInside: async () => {
      entered = true;
      return [{ BUILD_TAG: 'jenkins-train-42' }];
    },
  });
  const [row] = await inside.attribution.rows([process(5)]);
  expect([entered, row?.build?.number ?? null]).toEqual([
    enters,
    enters || environments[0]?.BUILD_TAG !== undefined ? 42 : null,
  ]);
  // One that cannot be entered has no build.
  expect((await attribution.rows([process(5)]))[0]?.build ?? null).toEqual(
    row?.build !== null && !enters ? row?.build : null,
  );
  expect(asked).toContain('builds');
});

test('a process that ended and came back is looked up again', async () => {
  const { attribution, asked } = world();
  await attribution.rows([process(5)]);
  await attribution.rows([]);
  await attribution.rows([process(5)]);
  expect(asked.filter((what) => what === 'builds')).toHaveLength(2);
});
