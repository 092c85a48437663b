import { expect, test } from 'vitest';
import { isFurther, takeOverLosses, targetOf, variableOf } from '../../../../electron/core/plan/take-over-losses.ts';
import type { ContainerFact, ContainerMake } from '../../../../electron/core/world/engine.ts';
import { container, HOME, names, settings } from '../../../doubles/situation.ts';

const made = {
  command: [],
  env: ['PATH=/bin', 'JENKINS_HOME=/var/jenkins_home', 'JAVA_OPTS=-Xmx4g', 'JENKINS_OPTS=--prefix=/ci', 'TOKEN=secret'],
  exposed: [8080],
  publishes: [
    { address: '', port: 8080, target: 8080 },
    { address: '', port: 2222, target: 22 },
  ],
  aliases: {},
  user: 'root',
  memory: 2 ** 30,
  restart: { name: 'always', retries: 0 },
};

test('what a take-over would drop is listed, without the values of variables', () => {
  const mounts = [
    { source: HOME, target: '/var/jenkins_home' },
    { source: '/mnt/datasets', target: '/data' },
    { source: 'certs', target: '/certs/client' },
  ];
  const networks = [names.network, 'proxy'].map((name) => ({ name, id: '1' }));
  expect(takeOverLosses(container('jenkins', { mounts, networks, made }), HOME, names.network)).toEqual([
    '/mnt/datasets at /data (setting dataMounts)',
    'JAVA_OPTS=-Xmx4g (setting jenkins.javaOpts)',
    'the variable JENKINS_OPTS',
    'the variable TOKEN',
    'port 2222 for 22',
    'the network proxy',
    'the user root',
    'a memory limit of 1024 MiB',
  ]);
});

test('nothing is listed of which nothing is known', () => {
  expect(takeOverLosses(container('jenkins'), HOME, names.network)).toEqual([]);
});

const plain = { ...made, env: ['PATH=/bin'], publishes: [], user: '', memory: 0 };
const lost = (change: Partial<ContainerFact>, make: Partial<ContainerMake> = {}, now?: ReturnType<typeof settings>) =>
  takeOverLosses(container('jenkins', { made: { ...plain, ...make }, ...change }), HOME, names.network, now);
const mounting = (source: string, target: string) => ({ mounts: [{ source, target }] });

test.each<[string, Partial<ContainerFact>, readonly string[]]>([
  ['the home', mounting(HOME, '/anywhere'), []],
  ['a volume as the home', mounting('data', '/var/jenkins_home'), []],
  ['certificates', mounting('certs', '/certs'), []],
  ['the engine’s socket', mounting('/var/run/docker.sock', '/var/run/docker.sock'), []],
  ['the engine’s socket below /run', mounting('/run/docker.sock', '/run/docker.sock'), []],
  [
    'a folder of the home',
    mounting('/ssd/jobs', '/var/jenkins_home/jobs'),
    ['/ssd/jobs at /var/jenkins_home/jobs (setting dataMounts)'],
  ],
  ['a folder over one of the image', mounting('/srv/java', '/usr/lib/java'), ['/srv/java at /usr/lib/java']],
  ['a volume', mounting('cache', '/cache'), ['cache at /cache']],
  [
    'our network, and the engine’s own',
    {
      networks: [
        { name: names.network, id: '1' },
        { name: 'bridge', id: '2' },
      ],
    },
    [],
  ],
])('of a Jenkins with %s, this is lost', (_what, change, losses) => {
  expect(lost(change)).toEqual(losses);
});

test.each<[Partial<ContainerMake>, readonly string[]]>([
  [{ user: '1000' }, []],
  [{ user: 'jenkins' }, []],
  [{ user: '1000:1000' }, []],
  [{ user: '0' }, ['the user 0']],
  [{ memory: 3 * 2 ** 20 }, ['a memory limit of 3 MiB']],
  [{ publishes: [{ address: '', port: 1, target: 50000 }] }, []],
  [{ env: ['JAVA_OPTS='] }, []],
  [
    { env: ['JAVA_OPTS=-Xmx4g -Dhttp.proxyPassword=a&geheim'] },
    ['JAVA_OPTS=-Xmx4g -Dhttp.proxyPassword=(hidden) (setting jenkins.javaOpts)'],
  ],
  [{ command: ['/usr/bin/tini', '--', '/usr/local/bin/jenkins.sh'] }, []],
  [
    { command: ['/usr/local/bin/jenkins.sh', '--prefix=/ci', '--argumentsRealm.passwd.ann=secret', '-v'] },
    ['the arguments --prefix=/ci --argumentsRealm.passwd.ann -v'],
  ],
  [{ command: ['jenkins.sh', '--httpPort=9'] }, ['the arguments --httpPort']],
  [{ command: ['my-jenkins.sh', '--httpPort=9'] }, []],
  [{ command: ['sleep', '9'] }, []],
])('of one that was created with %j, this is lost', (make, losses) => {
  expect(lost({}, make)).toEqual(losses);
});

test('what the settings have already is not lost', () => {
  const env = [
    'TZ=Europe/Berlin',
    'http_proxy=http://p:1',
    'HTTPS_PROXY=http://p:2',
    'https_proxy=http://p:2',
    'NO_PROXY=a',
    'no_proxy=a',
    'HTTP_PROXY=http://p:1',
    'JAVA_OPTS=-Xmx4g',
  ];
  const jenkins = { ...settings().jenkins, javaOpts: '-Xmx4g', timeZone: 'Europe/Berlin' };
  const now = settings({ jenkins, proxy: { http: 'http://p:1', https: 'http://p:2', noProxy: 'a' } });
  expect(lost({}, { env }, now)).toEqual([]);
  expect(lost({}, { env }, settings())).toEqual([
    'JAVA_OPTS=-Xmx4g (setting jenkins.javaOpts)',
    ...['TZ', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'HTTP_PROXY'].map(
      (name) => `the variable ${name}`,
    ),
  ]);
  expect(lost({}, { env: ['TZ=UTC'] }, now)).toEqual(['the variable TZ']);
});

test('a data mount of the settings is not lost where it is at the same path', () => {
  const dataMounts = [
    { source: '/mnt/data', target: null, readOnly: false },
    { source: '/ssd', target: `${HOME}/jobs`, readOnly: false },
  ];
  const now = settings({ dataMounts });
  expect(lost(mounting('/mnt/data', '/mnt/data'), {}, now)).toEqual([]);
  expect(lost(mounting('/mnt/data', '/data'), {}, now)).toEqual(['/mnt/data at /data (setting dataMounts)']);
  expect(lost(mounting('/mnt/other', '/mnt/data'), {}, now)).toEqual(['/mnt/other at /mnt/data (setting dataMounts)']);
  expect(lost(mounting('/ssd', '/var/jenkins_home/jobs'), {}, now)).toEqual([]);
});

test.each([
  ['/var/jenkins_home/jobs', HOME, `${HOME}/jobs`],
  ['/var/jenkins_home/jobs', 'volume', '/var/jenkins_home/jobs'],
  ['/var/jenkins_home_2', HOME, '/var/jenkins_home_2'],
  ['/data', HOME, '/data'],
])('a mount at %s is, with the home %s, at %s', (target, home, expected) => {
  expect(targetOf({ source: '/s', target }, home)).toBe(expected);
});

test('a mount that each Jenkins has is no further one', () => {
  expect(isFurther({ source: HOME, target: '/data' }, HOME)).toBe(false);
  expect(isFurther({ source: '/data', target: '/var/jenkins_home' }, HOME)).toBe(false);
  expect(isFurther({ source: '/data', target: '/data' }, HOME)).toBe(true);
});

test('a variable is found by its whole name; one that is not set is empty', () => {
  expect(variableOf(['AB=1', 'B=2=3'], 'B')).toBe('2=3');
  expect(variableOf([], 'B')).toBe('');
});
