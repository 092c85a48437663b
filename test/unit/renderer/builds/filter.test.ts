import { expect, test } from 'vitest';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { type BuildFilter, everyBuild, isShown } from '../../../../renderer/builds/filter.ts';

const build = (job: string, result: Build['result']): Build => ({
  job,
  number: 1,
  url: '',
  result,
  startedAt: 0,
  duration: 0,
  estimated: null,
});
const builds = [
  build('org/repo/feature%2Fgpu', 'failure'),
  build('nightly', 'success'),
  build('Übersetzung', 'running'),
];
const shown = (filter: Partial<BuildFilter>) =>
  builds.filter((one) => isShown(one, { ...everyBuild, ...filter })).map(({ job }) => job);

test.each([
  [{}, ['org/repo/feature%2Fgpu', 'nightly', 'Übersetzung']],
  [{ result: 'failure' }, ['org/repo/feature%2Fgpu']],
  [{ job: ' feature/GPU ' }, ['org/repo/feature%2Fgpu']],
  [{ job: 'repo » f' }, ['org/repo/feature%2Fgpu']],
  [{ job: 'org/repo' }, ['org/repo/feature%2Fgpu']],
  [{ job: 'ÜBER' }, ['Übersetzung']],
  [{ job: 'nightly', result: 'failure' }, []],
] as const)('the filter %j shows %j', (filter, jobs) => {
  expect(shown(filter)).toEqual(jobs);
});
