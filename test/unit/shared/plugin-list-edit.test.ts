import { expect, test } from 'vitest';
import { readEntry } from '../../../electron/shared/plugin-list.ts';
import { readPlugins, withoutPlugin, withPlugin } from '../../../electron/shared/plugin-list-edit.ts';

function entry(said: string) {
  const read = readEntry(said);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

const TXT = '# Git\n  git:5.7.0 # checkouts, of git:5.7.0\n\n# Tests\njunit:1.0\n';
const inTxt = (text: string, said: string): string => withPlugin({ isYaml: false, text }, entry(said));

test('a plugin is put in its own place, and everything else stays', () => {
  expect(inTxt(TXT, 'git:5.10.1')).toBe(TXT.replace('  git:5.7.0', '  git:5.10.1'));
  expect(inTxt(TXT, 'mailer')).toBe(`${TXT}mailer\n`);
  expect(inTxt('git:1.0', 'mailer')).toBe('git:1.0\nmailer\n');
  expect(inTxt('git:1.0\r\n', 'mailer')).toBe('git:1.0\r\nmailer\r\n');
  expect(inTxt('', 'mailer')).toBe('mailer\n');
});

test('a plugin is taken out with its line alone', () => {
  const without = (text: string) => withoutPlugin({ isYaml: false, text }, 'git');
  expect(without(TXT)).toBe('# Git\n\n# Tests\njunit:1.0\n');
  expect(without('git\r\njunit\r\ngit:1.0')).toBe('junit\r\n');
  expect(without('git-client:1.0\n')).toBe('git-client:1.0\n');
});

const YAML = `# Ours
plugins:
- artifactId: git # checkouts
  source:
    # pinned
    version: 5.7.0
# Tests
- artifactId: junit
`;
const inYaml = (said: string, text = YAML): string => withPlugin({ isYaml: true, text }, entry(said));

test('in YAML a version changes, comments and indents stay', () => {
  expect(inYaml('git:5.10.1')).toBe(YAML.replace('5.7.0', '5.10.1'));
  const added = inYaml('mailer:1.0');
  expect(added.startsWith(YAML)).toBe(true);
  expect(readPlugins({ isYaml: true, text: added }).plugins.at(-1)).toMatchObject({ name: 'mailer', version: '1.0' });
});

test.each([
  ['git::https://example.org/git.hpi', { url: 'https://example.org/git.hpi', version: null }],
  ['git:incrementals;org.a;1.0-rc1', { group: 'org.a', version: '1.0-rc1' }],
  ['git', { version: null, url: null, group: null }],
  ['junit:1.10', { name: 'junit', version: '1.10' }],
  ['mailer:2.0', { name: 'mailer', version: '2.0' }],
])('in YAML %s is what is read again', (said, wanted) => {
  const { plugins, problems } = readPlugins({ isYaml: true, text: inYaml(said) });
  expect(problems).toEqual([]);
  expect(plugins.find(({ name }) => name === said.split(':')[0])).toMatchObject(wanted);
});

test.each(['', 'plugins:\n', 'plugins: []\n', 'owner: me\n'])(
  'in YAML a list without plugins (%j) gets one',
  (text) => {
    const { plugins, problems } = readPlugins({ isYaml: true, text: inYaml('git:1.0', text) });
    expect([problems, plugins.map(({ name }) => name)]).toEqual([[], ['git']]);
  },
);

test('in YAML a plugin is taken out, and comments stay', () => {
  expect(withoutPlugin({ isYaml: true, text: YAML }, 'git')).toBe('# Ours\nplugins:\n# Tests\n- artifactId: junit\n');
  expect(withoutPlugin({ isYaml: true, text: YAML }, 'junit')).toBe(YAML.replace('- artifactId: junit\n', ''));
});

test.each(['plugins: [{ artifactId: git }, { artifactId: junit }]\n', 'plugins:\n  - artifactId: git\n'])(
  'in YAML what has no line of its own is taken out as well: %j',
  (text) => {
    const { plugins, problems } = readPlugins({ isYaml: true, text: withoutPlugin({ isYaml: true, text }, 'git') });
    expect([problems, plugins.some(({ name }) => name === 'git')]).toEqual([[], false]);
  },
);
