import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';

test('the plugins are those of the original set-up under today’s names and what most work needs, each pinned', () => {
  const lines = readFileSync(join(ROOT, 'assets/docker/jenkins/plugins.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) expect(line).toMatch(/^[a-z][a-z0-9-]*:\d[\w.-]*$/);
  const names = lines.map((line) => line.split(':')[0]);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([
      'docker-workflow',
      'pipeline-model-definition',
      'role-strategy',
      'pipeline-graph-view',
      'configuration-as-code',
      'uno-choice',
      'git',
      'junit',
      'github-branch-source',
    ]),
  );
});
