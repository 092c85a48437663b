import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPluginsTxt } from '../../../electron/shared/plugin-list.ts';
import { leftOut } from '../../../electron/shared/plugin-uses.ts';
import { ROOT } from '../../lab/paths.ts';

const { plugins: builtIn, problems } = readPluginsTxt(
  readFileSync(join(ROOT, 'assets/docker/jenkins/plugins.txt'), 'utf8'),
);

test('the app’s own list is valid, and each of its plugins says what is lost without it', () => {
  expect(problems).toEqual([]);
  const lost = leftOut([], builtIn);
  expect(lost.map(({ name }) => name)).toEqual(builtIn.map(({ name }) => name));
  expect(lost.filter((it) => it.lost === 'what it is for does not work')).toEqual([]);
});

test('only what is not in a list is left out, whichever version it has', () => {
  const { plugins } = readPluginsTxt(
    builtIn
      .map(({ name }) => name)
      .filter((name) => name !== 'git')
      .join('\n'),
  );
  expect(leftOut(plugins, builtIn)).toEqual([
    { name: 'git', lost: 'nothing is checked out from Git, Jenkinsfiles included' },
  ]);
});
