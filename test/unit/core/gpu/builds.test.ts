import { expect, test } from 'vitest';
import type { BuildFact } from '../../../../electron/core/gpu/attribute.ts';
import { buildsNow, hostPath, withWorkspaces } from '../../../../electron/core/gpu/builds.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { err, ok, type Result } from '../../../../electron/shared/failure.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { container, ours, runningBuild } from '../../../doubles/situation.ts';
import { fakeWorld, settingsWith } from '../../../doubles/world.ts';

const HOME = '/home/u/jenkins_home';

const builds: readonly BuildFact[] = [
  { job: 'train', number: 42, url: 'http://h/job/train/42/', workspaces: [`${HOME}/workspace/train`] },
  { job: 'team/eval', number: 7, url: 'http://h/job/team/job/eval/7/', workspaces: [`${HOME}/workspace/team/eval`] },
];

test('custom workspaces are taken from the builds’ processes and translated to host paths', () => {
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

const [, made = container('none')] = ours('dind');
const mounts = [{ source: 'ci-data', target: '/var/jenkins_home', mountpoint: '/volumes/ci/_data' }];

interface Given {
  readonly containers?: readonly ContainerFact[];
  readonly running?: Result<readonly Build[]>;
  readonly says?: string | null;
  readonly home?: string;
}
const now = ({ containers = [made], running = ok([runningBuild]), says = '', home = HOME }: Given) => {
  const world = fakeWorld({
    home,
    settings: settingsWith(),
    engine: {
      containersNamed: async () => containers,
      exec: async (name, command) => {
        if (says === null) throw new Error('stopped meanwhile');
        return { exitCode: 0, stdout: says.replace('WHO', `${name} ${command.slice(0, 2).join(' ')}`), stderr: '' };
      },
    },
    jenkins: { running: async () => running },
    secrets: { adminPassword: async () => 'p' },
  });
  return buildsNow(world, new AbortController().signal);
};
const train = { job: 'train-model', number: 42, url: '', workspaces: [`${HOME}/workspace/train-model`], named: [] };

test('the builds that run now are those of the Jenkins that runs', async () => {
  expect(await now({})).toEqual([train]);
  expect(await now({ containers: [container('jenkins-dood-container', { state: 'exited' }), made] })).toEqual([train]);
  expect(await now({ containers: [] })).toEqual([]);
  expect(await now({ running: ok([]) })).toEqual([]);
  const failure = { code: 'jenkins/unreachable', title: '', detail: '' } as const;
  expect(await now({ running: err(failure) })).toBeNull();
});

test('their workspaces are what their processes say; else where jobs have them', async () => {
  expect(await now({ says: 'BUILD_TAG=jenkins-train-model-42\nWORKSPACE=/x/WHO' })).toMatchObject([
    { named: ['/x/jenkins-container sh -c'] },
  ]);
  expect(await now({ says: null })).toEqual([train]);
});

test('a home in a volume is at its mountpoint', async () => {
  const workspace = async (given: Given) => (await now({ home: 'volume:ci', ...given }))?.[0]?.workspaces;
  expect(await workspace({ containers: [{ ...made, mounts }] })).toEqual(['/volumes/ci/_data/workspace/train-model']);
  expect(await workspace({ containers: [{ ...made, mounts: [] }] })).toEqual([
    '/var/jenkins_home/workspace/train-model',
  ]);
});

test('a path is on the host where the deepest mount has it', () => {
  const all = [
    { source: '/a', target: '/x' },
    { source: '/b', target: '/x/y' },
    { source: 'volume', target: '/v' },
  ];
  expect([hostPath('/x/y/z', all), hostPath('/x/y', all), hostPath('/x/z', all), hostPath('/v/z', all)]).toEqual([
    '/b/z',
    '/b',
    '/a/z',
    '/v/z',
  ]);
  expect(hostPath('/x/y/z', [...all].reverse())).toBe('/b/z');
  expect(hostPath('/n', [])).toBe('/n');
});

test('a workspace that two processes of a build name is named once', () => {
  const said = [
    'BUILD_TAG=jenkins-train-42\nWORKSPACE=/w',
    'BUILD_TAG=jenkins-train-42\nWORKSPACE=/w',
    'BUILD_TAG=jenkins-train-42',
  ].join('\n\n');
  expect(withWorkspaces(builds, said, [])[0]?.named).toEqual(['/w']);
});
