import { expect, test } from 'vitest';
import type { BuildFact } from '../../../../electron/core/gpu/attribute.ts';
import { hostPath, withWorkspaces } from '../../../../electron/core/gpu/builds.ts';

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
