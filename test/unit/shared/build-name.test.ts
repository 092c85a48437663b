import { expect, test } from 'vitest';
import { buildName, jobOf, jobPath } from '../../../electron/shared/build-name.ts';

test.each([
  ['train', 'train #7'],
  ['team/train', 'team » train #7'],
  ['repo/feature%2Fgpu', 'repo » feature/gpu #7'],
  ['repo/Gr%C3%BC%C3%9Fe', 'repo » Grüße #7'],
  ['matrix/GPU=a100', 'matrix » GPU=a100 #7'],
  ['100%/a%2Fb%E0%A4', '100% » a/b%E0%A4 #7'],
])('%s is shown as %s', (job, shown) => {
  expect(buildName({ job, number: 7 })).toBe(shown);
});

test.each([
  ['http://job/job/train/42/', '/job/train/42/'],
  ['https://job:8443/jenkins/job/team/job/train/42/', '/job/team/job/train/42/'],
  ['/jenkins/job/job/job/job/1/', '/job/job/job/job/1/'],
  ['https://job/', null],
])('%s is an address of the path %s, whatever its computer is called', (url, path) => {
  expect(jobPath(url)).toBe(path);
  expect(jobOf(url)).toBe(jobOf(path ?? ''));
});
