import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cascFor, secretFiles } from '../../../../electron/core/stack/casc.ts';
import { ROOT } from '../../../lab/paths.ts';

const URL = 'http://127.0.0.1:8080/';

test('a new home has one administrator, its executors, and no anonymous access', () => {
  expect(JSON.parse(cascFor('p"w\n', URL, 3))).toEqual({
    jenkins: {
      numExecutors: 3,
      securityRealm: {
        local: { allowsSignup: false, users: [{ id: 'admin', name: 'Administrator', password: 'p"w\n' }] },
      },
      authorizationStrategy: { loggedInUsersCanDoAnything: { allowAnonymousRead: false } },
    },
    unclassified: { location: { url: URL } },
  });
});

test('the file that the entry point waits for comes last', () => {
  expect(secretFiles('pw', URL, 2).map(({ name }) => name)).toEqual(['admin-password', 'casc.yaml']);
});

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
