import { expect, test } from 'vitest';
import { entryLine, readEntry, readPluginsTxt } from '../../../electron/shared/plugin-list.ts';

const problems = (text: string): readonly string[] =>
  readPluginsTxt(text).problems.map(({ line, text: why }) => `${line}: ${why}`);

test('a list is read as the plugin tool reads it, in all of its forms', () => {
  const list = readPluginsTxt(
    [
      '# Git',
      '  git:5.10.1\t# checkouts',
      'mailer',
      'junit:latest',
      'blueocean:experimental',
      'own::https://example.org/own.hpi',
      'old:1.0:http://example.org:8080/old.hpi',
      'workflow-support:incrementals;org.jenkins-ci.plugins.workflow;2.19-rc289.d09828a05a74',
      '',
      'filesystem_scm:1.20\r',
    ].join('\n'),
  );
  expect(list.problems).toEqual([]);
  expect(list.plugins.map((entry) => `${entry.line} ${entryLine(entry)}`)).toEqual([
    '2 git:5.10.1',
    '3 mailer',
    '4 junit:latest',
    '5 blueocean:experimental',
    '6 own::https://example.org/own.hpi',
    '7 old:1.0:http://example.org:8080/old.hpi',
    '8 workflow-support:incrementals;org.jenkins-ci.plugins.workflow;2.19-rc289.d09828a05a74',
    '10 filesystem_scm:1.20',
  ]);
});

test.each([
  ['not a plugin line', 'more than a plugin’s name and version'],
  ['git 5.10.1', 'more than'],
  ['git:', 'the version after "git:" is missing'],
  [':5.10.1', 'the name is missing'],
  ['git/client:1.0', 'no plugin’s name'],
  ['git:five', '"five" is no version'],
  ['git:^5.0', 'no version'],
  ['git:5.x', 'no version'],
  ['git:5.10.1,', 'no version'],
  ['git:5.10.1#why', 'no version'],
  ['git:5.10.1\u00a0', 'more than'],
  ['git:Latest', 'must be written latest'],
  ['git:https://example.org/git.hpi', 'two colons before it: git::https://example.org/git.hpi'],
  ['git::example.org/git.hpi', 'no address'],
  ['git:1.0:ssh://example.org/git.hpi', 'no address'],
  ['git:incrementals;5.0', 'git:incrementals;GROUP;VERSION'],
  ['git:incrementals;org.jenkins ci;5.0', 'more than'],
  ['- artifactId: git', 'more than'],
])('%j is told by its line', (line, why) => {
  expect(problems(`# first\n${line}\njunit:1.0\n`)).toEqual([expect.stringMatching(/^2: /)]);
  expect(problems(line)[0]).toContain(why);
});

test('a plugin that is there twice is told, of which the tool takes one without a word', () => {
  expect(problems('git:5.10.1\njunit\ngit:5.7.0\n')).toEqual(['3: git is in line 1 already']);
});

test('a text that is not UTF-8 is told, comments too, since it could not be written back', () => {
  expect(problems('# Pr\ufffdfung\ngit:1.0\n')).toEqual(['1: it is not UTF-8']);
});

test('problems come in the order of their lines', () => {
  expect(problems('git\ngit\na b\n').map((it) => it.slice(0, 2))).toEqual(['2:', '3:']);
});

test('an entry that is read is the entry that is written', () => {
  for (const said of ['git', 'git:1.0', 'git::https://a.example/b.hpi', 'git:incrementals;org.a;1.0']) {
    const read = readEntry(said);
    expect(typeof read === 'string' ? read : entryLine(read)).toBe(said);
  }
});
