import { expect, test } from 'vitest';
import { buildName } from '../../../electron/shared/build-name.ts';

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
