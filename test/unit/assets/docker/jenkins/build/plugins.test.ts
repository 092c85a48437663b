import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../doubles/script-stage.ts';
import { ROOT } from '../../../../../lab/paths.ts';

const own = readFileSync(join(ROOT, 'assets/docker/jenkins/plugins.txt'), 'utf8');
const images = join(ROOT, 'test/lab/images/jenkins');
const CONFLICT = 'git:5.10.1\ncredentials:1300.v0\n';

/** Installs lists with the lab's plugin tool; says which plugins came, and what the script said last. */
function install(lists: Record<string, string>, env: Record<string, string> = {}) {
  const stage = scriptStage();
  stage.stub('java', `echo 'openjdk version "21"' >&2`);
  stage.stub(
    'jenkins-plugin-cli',
    `echo "$JAVA_OPTS" > java-options; env | grep -E '^(JENKINS_(UC|PLUGIN)|CACHE)' > environment; exec sh ${join(images, 'jenkins-plugin-cli')} "$@"`,
  );
  for (const [name, content] of Object.entries(lists)) stage.write(`lists/${name}`, content);
  const target = join(stage.folder, 'plugins');
  const ran = stage.run('assets/docker/jenkins/build/plugins', [join(stage.folder, 'lists')], {
    ...{
      JENKINS_TRAY_LIBEXEC: join(ROOT, 'assets/docker/jenkins/rootfs/usr/local/libexec/jenkins-tray'),
      LAB_PLUGINS: join(images, 'plugins.known'),
      PLUGIN_DIR: target,
      JENKINS_VERSION: '2.580.1',
      ...env,
    },
  });
  const plugins =
    ran.status === 0
      ? readdirSync(target)
          .map((name) => name.replace('.jpi', ''))
          .sort()
      : [];
  const version = (id: string) => /Plugin-Version: (.*)/.exec(stage.read(`plugins/${id}.jpi`))?.[1];
  return { ...ran, stage, plugins, version, said: ran.stderr.trim().split('\n').at(-1) };
}

test('the app’s own list installs, with Git, tests, credentials and GitHub', () => {
  const { said, plugins } = install({ 'plugins.txt': own });
  expect(said).toBe('');
  expect(plugins).toEqual(
    expect.arrayContaining(['git', 'git-client', 'junit', 'github-branch-source', 'credentials-binding', 'ws-cleanup']),
  );
});

test('dependencies come in the version that a pin asks for, so nothing newer can break the build', () => {
  // The newest `credentials` of the lab's update centre needs a newer Jenkins.
  const { status, version, stage } = install({ 'plugins.txt': 'git:5.10.1\n' });
  expect(status).toBe(0);
  expect(version('git-client')).toBe('6.1.0');
  expect(stage.calls()[0]).toContain('--latest=false');
});

test('the tool’s cache is left neither in the home nor anywhere else', () => {
  const { stage } = install({ 'plugins.txt': 'junit:1424.vc64a_edde7777\n' });
  expect(readdirSync(stage.folder).sort()).toEqual(['bin', 'calls', 'environment', 'java-options', 'lists', 'plugins']);
});

test.each([
  [
    'a missing plugin',
    'no-such-plugin:1.0\n',
    /^jenkins-tray: plugins\.txt: .*no-such-plugin cannot be downloaded from .*404/,
  ],
  [
    'a conflict',
    CONFLICT,
    /Plugin git:5\.10\.1 depends on credentials:1408\S*, but there is an older version defined on the top level - credentials:1300/,
  ],
  [
    'a plugin for a newer Jenkins',
    'credentials:1600.v0\n',
    /credentials \(1600\.v0\) requires a greater version of Jenkins \(2\.700\) than 2\.580\.1/,
  ],
  [
    'a line that is no plugin',
    'git:5.10.1\nno version here\n',
    /plugins\.txt: a plugin could not be installed: "no version here" is not/,
  ],
])('%s is told by its name', (_, list, said) => {
  const ran = install({ 'plugins.txt': list });
  expect(ran.status).toBe(1);
  expect(ran.said).toMatch(said);
});

test('an update centre that cannot be reached is told as that', () => {
  const { said } = install({ 'plugins.txt': own }, { LAB_PLUGINS: '/nowhere', JENKINS_UC: 'https://updates.example' });
  expect(said).toMatch(
    /^jenkins-tray: the update centre https:\/\/updates\.example cannot be reached: Unable to retrieve/,
  );
});

test('a list in YAML is installed and named as such', () => {
  const yaml = (id: string) => `plugins:\n  - artifactId: ${id}\n    source:\n      version: "5.10.1"\n`;
  expect(install({ 'plugins.txt': own, 'plugins.yaml': yaml('git') }).plugins).toEqual([
    'credentials',
    'git',
    'git-client',
  ]);
  expect(install({ 'plugins.txt': own, 'plugins.yaml': yaml('gti') }).said).toContain('plugins.yaml: ');
});

test('a list that is no YAML fails the build, though the tool ends well without a plugin', () => {
  const ran = install({ 'plugins.txt': own, 'plugins.yaml': 'plugins:\n\t- artifactId: git\n' });
  expect(ran.status).toBe(1);
  expect(ran.said).toMatch(/^jenkins-tray: plugins\.yaml cannot be read: while scanning for the next token/);
});

const closureOf = (list: string, lines: string) =>
  `# of sha256:${createHash('sha256').update(list).digest('hex')}\n${lines}`;
const GIT = 'git:5.10.1\n';

test('a closure pins every dependency, for the list that it was made from', () => {
  const closure = closureOf(GIT, `${GIT}git-client:6.6.1\ncredentials:1511.v2e3cb_0008ef0\n`);
  const lists = { 'plugins.txt': GIT, 'plugins.closure.txt': closure };
  expect(install(lists).version('git-client')).toBe('6.6.1');
  expect(install({ ...lists, 'plugins.txt': `# mine\n${GIT}` }).version('git-client')).toBe('6.1.0');
});

test('where a closure fails, the build tries the pins and says so', () => {
  const ran = install({ 'plugins.txt': GIT, 'plugins.closure.txt': closureOf(GIT, CONFLICT) });
  expect(ran.status).toBe(0);
  expect(ran.version('git-client')).toBe('6.1.0');
  expect(ran.stdout).toMatch(
    /warning: the list of all plugin versions .* older version .*; trying again with plugins\.txt alone/,
  );
});

test('a mirror of the update centre serves its lists and the plugins themselves', () => {
  const { said } = install({ 'plugins.txt': 'gti:1\n' }, { UPDATE_CENTRE: 'https://mirror.house/jenkins/' });
  expect(said).toContain('gti cannot be downloaded from https://mirror.house/jenkins/download/plugins');
});

test('no list of the tool is asked anywhere but at the mirror, nor left in the image', () => {
  const { stage } = install({ 'plugins.txt': GIT }, { UPDATE_CENTRE: 'https://mirror.house/jenkins//' });
  const asked = stage.read('environment').split('\n').sort();
  expect(asked.filter((line) => line.startsWith('JENKINS_'))).toEqual([
    'JENKINS_PLUGIN_INFO=https://mirror.house/jenkins/current/plugin-versions.json',
    'JENKINS_UC=https://mirror.house/jenkins/update-center.actual.json',
    'JENKINS_UC_DOWNLOAD_URL=https://mirror.house/jenkins/download/plugins',
    'JENKINS_UC_EXPERIMENTAL=https://mirror.house/jenkins/experimental/update-center.actual.json',
  ]);
  const cache = asked.find((line) => line.startsWith('CACHE_DIR='))?.slice('CACHE_DIR='.length);
  expect(stage.read('java-options')).toContain(`-Djava.io.tmpdir=${cache}`);
});

test('the plugin tool gets the proxies as Java wants them, and their file is removed', () => {
  const { stage } = install({ 'plugins.txt': GIT }, { HTTPS_PROXY: 'http://ann:geheim@proxy.house:3128' });
  expect(stage.read('java-options')).toMatch(/ @.*java-proxy/);
  expect(readdirSync(stage.folder).filter((name) => name.startsWith('java-proxy'))).toEqual([]);
});
