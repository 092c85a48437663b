import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createProc } from '../../../../electron/adapters/processes.ts';
import type { BuildFact, ContainerUse } from '../../../../electron/core/gpu/attribute.ts';
import { type AttributionWorld, createAttribution } from '../../../../electron/core/gpu/attribution.ts';
import { hostPath, withWorkspaces } from '../../../../electron/core/gpu/builds.ts';

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
    clock: { now: () => now, after: () => () => undefined },
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
  return { attribution: createAttribution(world), asked, pass: (ms: number) => (now += ms) };
}

test('a process keeps its build as long as it lives, and nobody is asked again', async () => {
  const { attribution, asked, pass } = world();
  for (let time = 0; time < 100; time += 1) {
    const rows = await attribution.rows([process(5)]);
    expect(rows[0]).toMatchObject({ build: { job: 'train', number: 42 }, container: 'c', user: 'root' });
    pass(10_000);
  }
  expect(asked).toEqual(['builds', 'container a']);
});

test('a later process of the same id is looked at anew', async () => {
  let born = '100';
  const { attribution, asked } = world({}, () => born);
  await attribution.rows([process(5)]);
  born = '200';
  await attribution.rows([process(5)]);
  expect(asked.filter((what) => what === 'builds')).toHaveLength(2);
});

test('a stranger is asked about once a minute; where Jenkins did not answer, each time', async () => {
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

test('an environment that this user cannot read is asked inside the container, by the id it has there', async () => {
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

test('where /proc hides everything, the engine knows the container', async () => {
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

test('of nested containers the inner one counts, on the nested engine where the host’s does not know it', async () => {
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

test('workspaces of jobs in folders, of branches and chosen ones are what the builds’ processes say, as the host has them', () => {
  const said = [
    'BUILD_TAG=jenkins-train-42\nWORKSPACE=/scratch/fast/train',
    'BUILD_URL=https://ci.example/job/team/job/eval/7/\nWORKSPACE=/var/jenkins_home/workspace/team_eval_main-x1',
    'BUILD_TAG=jenkins-other-1\nWORKSPACE=/elsewhere',
    'WORKSPACE=/nobody',
  ].join('\n\n');
  const mounts = [
    { source: HOME, target: HOME },
    { source: HOME, target: '/var/jenkins_home' },
    { source: '/mnt/nvme', target: '/scratch' },
  ];
  expect(withWorkspaces(builds, said, mounts).map(({ workspaces }) => workspaces)).toEqual([
    [`${HOME}/workspace/train`, '/mnt/nvme/fast/train'],
    [`${HOME}/workspace/team/eval`, `${HOME}/workspace/team_eval_main-x1`],
  ]);
  expect(hostPath('/scratchy/x', mounts)).toBe('/scratchy/x');
});

const folder = mkdtempSync(join(tmpdir(), 'jt-proc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what /proc says is read as the kernel writes it, and what is not there is null', async () => {
  mkdirSync(join(folder, '77'));
  const stat = `77 (a) b (c)) S ${Array.from({ length: 49 }, (_, at) => at + 1).join(' ')}`;
  writeFileSync(join(folder, '77', 'stat'), stat);
  writeFileSync(join(folder, '77', 'status'), 'Name:\tx\nPPid:\t1\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t77\t12\t3\n');
  writeFileSync(join(folder, '77', 'environ'), 'BUILD_TAG=jenkins-a-1\0X=1\0');
  writeFileSync(join(folder, 'passwd'), 'root:x:0:0::/:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n');
  const proc = createProc(folder, join(folder, 'passwd'));
  expect(await proc.born(77)).toBe('19');
  expect(await proc.pids(77)).toEqual([77, 12, 3]);
  expect(await proc.user(77)).toBe('ada');
  expect(await proc.environments(77)).toEqual([{ BUILD_TAG: 'jenkins-a-1', X: '1' }]);
  expect([await proc.born(78), await proc.cgroup(78), await proc.user(78), await proc.pids(78)]).toEqual([
    null,
    null,
    null,
    [],
  ]);
});
