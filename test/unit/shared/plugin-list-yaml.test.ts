import { expect, test } from 'vitest';
import { entryLine } from '../../../electron/shared/plugin-list.ts';
import { readPluginsYaml } from '../../../electron/shared/plugin-list-yaml.ts';

const problems = (text: string): readonly string[] =>
  readPluginsYaml(text).problems.map(({ line, text: why }) => `${line}: ${why}`);

test('a list in YAML is read as the plugin tool reads it', () => {
  const list = readPluginsYaml(`plugins:
  - artifactId: git # checkouts
    source:
      version: latest
  - artifactId: "mailer"
  - artifactId: job-import-plugin
    source:
      version: 2.10
  - artifactId: script-security
    source:
      url: http://example.org/script-security.hpi
  - artifactId: workflow-step-api
    groupId: org.jenkins-ci.plugins.workflow
    source:
      version: 2.19-rc289.d09828a05a74
`);
  expect(list.problems).toEqual([]);
  expect(list.plugins.map((entry) => `${entry.line} ${entryLine(entry)}`)).toEqual([
    '2 git:latest',
    '5 mailer',
    '6 job-import-plugin:2.10',
    '9 script-security::http://example.org/script-security.hpi',
    '12 workflow-step-api:incrementals;org.jenkins-ci.plugins.workflow;2.19-rc289.d09828a05a74',
  ]);
});

test.each(['', '# nothing\n', 'plugins:\n', 'plugins: []\n'])('%j is a list without plugins', (text) => {
  expect(readPluginsYaml(text)).toMatchObject({ plugins: [], problems: [] });
});

test.each([
  ['plugins:\n\t- artifactId: git\n', 2, 'tab'],
  ['plugins:\n  - artifactId: [git\n', 3, ''],
  ['- artifactId: git\n', 1, 'below the key "plugins"'],
  ['git:5.10.1\n', 1, 'below the key "plugins"'],
  ['plugins: git\n', 1, 'must be a list'],
  ['plugins:\n  - git\n', 2, 'written "- artifactId: NAME"'],
  ['plugins:\n  - source:\n      version: 1.0\n', 2, 'the name is missing'],
  ['plugins:\n  - artifactid: git\n', 2, 'artifactId'],
  ['plugins:\n  - artifactId: git\n    source:\n      verison: 1.0\n', 4, '"verison" must be written version'],
  ['plugins:\n  - artifactId: git\n    source: 1.0\n', 3, 'with "version" or "url" below it'],
  ['plugins:\n  - artifactId: git\n    source:\n      version: five\n', 2, '"five" is no version'],
  ['plugins:\n  - artifactId: git\n    source:\n      url: git.hpi\n', 2, 'no address'],
  ['plugins:\n  - artifactId: git\n    groupId: org.a\n', 2, 'needs a version'],
  ['plugins:\n  - artifactId: git\n  - artifactId: git\n', 3, 'git is in line 2 already'],
])('%j is told by its line', (text, line, why) => {
  const told = problems(text);
  expect(
    told.some((it) => it.startsWith(`${line}: `) && it.toLowerCase().includes(why.toLowerCase())),
    told.join(),
  ).toBe(true);
});

test('keys of others are no problem, since the tool leaves them out', () => {
  expect(problems('owner: me\nplugins:\n  - artifactId: git\n    reason: checkouts\n')).toEqual([]);
});
