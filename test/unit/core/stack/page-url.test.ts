import { expect, test } from 'vitest';
import { hasPage, pageUrl, placeOf, prefixOf, urlOf } from '../../../../electron/core/stack/page-url.ts';
import type { ContainerFact, PublishedPort } from '../../../../electron/core/world/engine.ts';
import { container, names, ours, settings } from '../../../doubles/situation.ts';

const port = (change: Partial<PublishedPort> = {}): PublishedPort => ({
  address: '127.0.0.1',
  port: 9090,
  target: 8080,
  ...change,
});
const created = (...publishes: readonly PublishedPort[]): Partial<ContainerFact> => ({
  made: {
    command: [],
    env: [],
    exposed: [],
    publishes,
    aliases: {},
    user: '',
    memory: 0,
    restart: { name: 'no', retries: 0 },
  },
});
const AGENTS = port({ target: 50000 });
const UDP = port({ protocol: 'udp' });

test.each([
  ['127.0.0.1', 'http://127.0.0.1:8081'],
  ['0.0.0.0', 'http://127.0.0.1:8081'],
  ['', 'http://127.0.0.1:8081'],
  ['::', 'http://[::1]:8081'],
  ['[::]', 'http://[::1]:8081'],
  ['fd00::1', 'http://[fd00::1]:8081'],
  ['10.0.0.1', 'http://10.0.0.1:8081'],
])('published on "%s", the page is reached at %s', (address, url) => {
  expect(pageUrl({ ...settings(), address }, 'dind')).toBe(url);
});

const url = (change?: Partial<ContainerFact>) =>
  urlOf(change === undefined ? undefined : container('a', change), settings(), 'dood');
test.each<[string, Partial<ContainerFact> | undefined, string]>([
  ['nothing', undefined, 'http://127.0.0.1:8080'],
  ['nothing of its own', {}, 'http://127.0.0.1:8080'],
  ['a port', { ports: [AGENTS, UDP, port()] }, 'http://127.0.0.1:9090'],
  ['a port while it runs', created(AGENTS, port({ port: 9191 })), 'http://127.0.0.1:9191'],
  ['only other ports', { ports: [AGENTS, UDP], ...created(AGENTS) }, 'http://127.0.0.1:8080'],
  [
    'an address that it was created for',
    { labels: { 'io.jenkins-tray.page': 'http://old:1' }, ports: [port()] },
    'http://old:1',
  ],
])('a Jenkins with %s is asked there', (_what, change, expected) => {
  expect(url(change)).toBe(expected);
});

test.each<[Partial<ContainerFact>, boolean]>([
  [{}, false],
  [{ ports: [AGENTS, port()] }, true],
  [{ ports: [AGENTS] }, false],
  [created(AGENTS, port()), true],
  [created(UDP), false],
])('one with %j publishes its page: %s', (change, has) => {
  expect(hasPage(container('a', change))).toBe(has);
});

const AT = 'http://127.0.0.1:9090';
const [mine = container('none')] = ours('dood');
test.each<[string, Partial<ContainerFact> | undefined, string]>([
  ['ours', { labels: mine.labels, ports: [AGENTS, port()] }, 'all'],
  ['one by hand', { ports: [AGENTS, port()] }, 'own'],
  ['one of another folder', { labels: { ...mine.labels, 'io.jenkins-tray.owner': 'x' }, ports: [port()] }, 'none'],
  ['one of nobody yet', { labels: { 'io.jenkins-tray.instance': 'default' }, ports: [port()] }, 'none'],
  ['one that rests', { labels: mine.labels, ports: [port()], state: 'exited' }, 'none'],
  ['one with another port', { labels: mine.labels, ports: [port({ port: 1 })] }, 'none'],
  ['one that has something else there', { labels: mine.labels, ports: [AGENTS] }, 'none'],
  ['none', undefined, 'none'],
])('to %s go these logins: %s', (_which, change, logins) => {
  const it = change === undefined ? undefined : container('a', change);
  expect(placeOf(AT, it, names)).toMatchObject({ url: AT, logins });
});

test.each([
  [['JENKINS_OPTS=--httpPort=8080 --prefix=/ci/'], [], '/ci'],
  [['JENKINS_OPTS="--prefix=team/ci"'], [], '/team/ci'],
  [[], ['tini', '--', 'jenkins.sh', '--prefix=/ci'], '/ci'],
  [['JENKINS_OPTS=--prefix=/'], [], ''],
  [['JENKINS_OPTS=--prefix=/a b', 'PATH=/bin'], ['sh'], '/a'],
  [['JENKINS_OPTS=--prefix=/<script>'], [], ''],
])('with %j and %j, Jenkins is below %j', (env, command, prefix) => {
  const made = {
    env,
    command,
    exposed: [],
    publishes: [],
    aliases: {},
    user: '',
    memory: 0,
    restart: { name: '', retries: 0 },
  };
  expect(prefixOf(container('a', { made }))).toBe(prefix);
});

const serving = (env: readonly string[], command: readonly string[] = []) =>
  container('a', {
    made: {
      command,
      env,
      exposed: [],
      publishes: [],
      aliases: {},
      user: '',
      memory: 0,
      restart: { name: 'no', retries: 0 },
    },
  });

test.each<[readonly string[], readonly string[], string]>([
  [[], [], ''],
  [['JENKINS_OPTS=--prefix=/ci'], [], '/ci'],
  [['JENKINS_ARGS=-x  --prefix=ci/ -y'], [], '/ci'],
  [['JENKINS_OPTS=-x\n"--prefix=/ci"'], [], '/ci'],
  [['MY_JENKINS_OPTS=--prefix=/ci'], [], ''],
  [['JENKINS_OPTS=my--prefix=/ci'], [], ''],
  [['PATH=/bin'], ['java', '--prefix=/a/b'], '/a/b'],
  [['JENKINS_OPTS=--prefix=/late'], ['--prefix=/early'], '/late'],
  [[], ['--prefix=/a b'], ''],
  [[], ['--prefix=/a/b/c/d/e'], ''],
  [[], ['--prefix=/ü/a'], ''],
  [[], ['--prefix='], ''],
])('a Jenkins with %j and %j serves below "%s"', (env, command, prefix) => {
  expect(prefixOf(serving(env, command))).toBe(prefix);
});

test('nothing is known of the path of a container that is not, or was only listed', () => {
  expect([prefixOf(undefined), prefixOf(container('a'))]).toEqual(['', '']);
});

test('a place tells its container, its script if it is ours, and its path', () => {
  const ports = [port()];
  expect(
    placeOf(AT, container('a', { ...serving(['JENKINS_OPTS=--prefix=/ci']), id: 'x', ports, startedAt: 7 }), names),
  ).toEqual({
    url: AT,
    logins: 'own',
    container: 'x 7',
    prefix: '/ci',
  });
  expect(placeOf(AT, container('a', { labels: mine.labels, ports }), names)).toEqual({
    url: AT,
    logins: 'all',
    container: 'id-of-a ',
    script: 'id-of-a',
  });
});
