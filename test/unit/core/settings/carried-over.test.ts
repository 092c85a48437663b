import { describe, expect, test } from 'vitest';
import { takeOverLosses } from '../../../../electron/core/plan/take-over-losses.ts';
import { carriedOver, carriedOverFromHost } from '../../../../electron/core/settings/carried-over.ts';
import { container, HOME, names, settings } from '../../../doubles/situation.ts';

const made = {
  command: ['/usr/bin/tini', '--', '/usr/local/bin/jenkins.sh', '--prefix=/ci', '--httpsKeyStorePassword=secret'],
  env: ['JAVA_OPTS=-Xmx4g', 'TZ=Europe/Berlin', 'https_proxy=http://proxy.example:3128', 'TOKEN=secret'],
  exposed: [8080],
  publishes: [
    { address: '', port: 8088, target: 8080 },
    { address: '', port: 50001, target: 50000 },
    { address: '', port: 2222, target: 22 },
  ],
  aliases: {},
  user: '',
  memory: 0,
  restart: { name: 'always', retries: 0 },
};
const theirs = container('jenkins-blueocean', {
  made,
  mounts: [
    { source: HOME, target: '/var/jenkins_home' },
    { source: '/mnt/datasets', target: '/data', readOnly: true },
    { source: '/mnt/same', target: '/mnt/same' },
    { source: '/mnt/jobs', target: '/var/jenkins_home/jobs' },
    { source: '/usr/bin/docker', target: '/usr/bin/docker', readOnly: true },
    { source: '/var/run/docker.sock', target: '/var/run/docker.sock' },
    { source: 'cache', target: '/cache' },
    { source: HOME, target: '/home-again' },
  ],
});

describe('what settings keep of another Jenkins', () => {
  test('mounts at their paths, a folder of the home below the home, options, zone, proxy and ports', () => {
    const { change, carried } = carriedOver(theirs, HOME, [], settings());
    expect(change).toEqual({
      dataMounts: [
        { source: '/mnt/datasets', target: '/data', readOnly: true },
        { source: '/mnt/same', target: null, readOnly: false },
        { source: '/mnt/jobs', target: `${HOME}/jobs`, readOnly: false },
      ],
      'jenkins.javaOpts': '-Xmx4g',
      'jenkins.timeZone': 'Europe/Berlin',
      'proxy.https': 'http://proxy.example:3128',
      'ports.dind': 8088,
      'ports.dood': 8088,
      'ports.agents': 50001,
    });
    expect(carried).toEqual([
      '/mnt/datasets at /data, read-only (data mount)',
      '/mnt/same at /mnt/same (data mount)',
      `/mnt/jobs at ${HOME}/jobs (data mount)`,
      'the Java options -Xmx4g',
      'the time zone Europe/Berlin',
      'the proxy for https http://proxy.example:3128',
      'port 8088 for its page, in both modes',
      'port 50001 for agents',
    ]);
  });

  test('what is left is named, and no value that may be a secret', () => {
    const { settings: next } = carriedOver(theirs, HOME, [], settings());
    expect(takeOverLosses(theirs, HOME, names.network, next)).toEqual([
      '/usr/bin/docker at /usr/bin/docker',
      'cache at /cache',
      'the variable TOKEN',
      'the arguments --prefix=/ci --httpsKeyStorePassword',
      'port 2222 for 22',
    ]);
  });

  test('nothing is kept twice', () => {
    const { settings: next } = carriedOver(theirs, HOME, [], settings());
    expect(carriedOver(theirs, HOME, [], next)).toMatchObject({ change: {}, carried: [] });
  });
});

test('links of a home to folders of this computer become data mounts, unless a mount of theirs has the folder', () => {
  const links = [
    { name: 'workspace', target: '/mnt/big/workspace' },
    { name: 'jobs', target: '/data/jobs' },
  ];
  const { change } = carriedOver(theirs, HOME, links, settings());
  expect(change.dataMounts).toContainEqual({ source: '/mnt/big/workspace', target: null, readOnly: false });
  expect(JSON.stringify(change.dataMounts)).not.toContain('/data/jobs');
  expect(carriedOverFromHost(9090, links.slice(0, 1), settings())).toMatchObject({
    change: {
      dataMounts: [{ source: '/mnt/big/workspace', target: null, readOnly: false }],
      'ports.dind': 9090,
      'ports.dood': 9090,
    },
  });
});

test('the login of a proxy is kept, and not shown', () => {
  const env = ["http_proxy=http://me:it's/secret@proxy.example:3128"];
  const kept = carriedOver(container('one', { made: { ...made, env, publishes: [] } }), HOME, [], settings());
  expect(kept.change).toEqual({ 'proxy.http': "http://me:it's/secret@proxy.example:3128" });
  expect(kept.carried).toEqual(['the proxy for http http://(hidden)@proxy.example:3128']);
});

test('what settings refuse is left out, and the rest is kept', () => {
  const odd = container('odd', { made: { ...made, env: ["JAVA_OPTS='open", 'TZ=Europe/Berlin'], publishes: [] } });
  expect(carriedOver(odd, HOME, [], settings()).change).toEqual({ 'jenkins.timeZone': 'Europe/Berlin' });
});

test('what they have not set stays as it is here', () => {
  const ours = settings({ jenkins: { ...settings().jenkins, timeZone: 'Europe/Paris' } });
  expect(carriedOver(container('one', { made: { ...made, env: [] } }), HOME, [], ours).change).not.toHaveProperty(
    'jenkins.timeZone',
  );
});

test('what cannot be known of a container is not made up', () => {
  const ports = [{ address: '127.0.0.1', port: 9090, target: 8080 }];
  const kept = carriedOver(container('one', { made: null, ports, mounts: [] }), HOME, [], settings());
  expect(kept.change).toEqual({ 'ports.dind': 9090, 'ports.dood': 9090 });
});

test('only a TCP port with a number of its own is one', () => {
  const publishes = [
    { address: '', port: 0, target: 8080 },
    { address: '', port: 8088, target: 8080 },
    { address: '', port: 5353, target: 50000, protocol: 'udp' as const },
    { address: '', port: 50002, target: 50000 },
  ];
  const kept = carriedOver(container('one', { made: { ...made, env: [], publishes } }), HOME, [], settings());
  expect(kept.change).toEqual({ 'ports.dind': 8088, 'ports.dood': 8088, 'ports.agents': 50002 });
});

test.each([
  ['HTTP_PROXY', 'proxy.http'],
  ['http_proxy', 'proxy.http'],
  ['HTTPS_PROXY', 'proxy.https'],
  ['https_proxy', 'proxy.https'],
])('%s becomes %s', (variable, key) => {
  const env = [`${variable}=http://proxy.example:3128`];
  const kept = carriedOver(container('one', { made: { ...made, env, publishes: [] } }), HOME, [], settings());
  expect(kept.change).toEqual({ [key]: 'http://proxy.example:3128' });
});

test.each(['NO_PROXY', 'no_proxy'])('%s is kept', (variable) => {
  const env = [`${variable}=.example`];
  const kept = carriedOver(container('one', { made: { ...made, env, publishes: [] } }), HOME, [], settings());
  expect([kept.change, kept.carried]).toEqual([{ 'proxy.noProxy': '.example' }, ['what needs no proxy, .example']]);
});

test('of two mounts at one place, ours and theirs or two links, the first stays', () => {
  const ours = settings({ dataMounts: [{ source: '/mnt/ours', target: '/data', readOnly: false }] });
  const links = [
    { name: 'workspace', target: '/mnt/big' },
    { name: 'builds', target: '/mnt/big' },
    { name: 'cache', target: '/mnt/cache' },
  ];
  const mounts = [{ source: '/mnt/theirs', target: '/data' }];
  const { change, carried } = carriedOver(container('one', { mounts, made: null }), HOME, links, ours);
  expect(carried).toEqual(['/mnt/big at /mnt/big (data mount)', '/mnt/cache at /mnt/cache (data mount)']);
  expect(change.dataMounts).toMatchObject([{ source: '/mnt/ours' }, { source: '/mnt/big' }, { source: '/mnt/cache' }]);
});

test('a mount that the settings refuse does not take the others with it', () => {
  const mounts = [
    { source: '/mnt/good', target: '/good' },
    { source: '/mnt/a:b', target: '/bad' },
  ];
  const { change } = carriedOver(container('one', { mounts, made: null }), HOME, [], settings());
  expect(change.dataMounts).toEqual([{ source: '/mnt/good', target: '/good', readOnly: false }]);
});

test('a link below a mount of theirs is covered by it, one beside it is not', () => {
  const mounts = [
    { source: '/mnt/data', target: '/data' },
    { source: 'cache', target: '/cache' },
  ];
  const links = [
    { name: 'cache', target: '/cache' },
    { name: 'one', target: '/data' },
    { name: 'two', target: '/data/two' },
    { name: 'three', target: '/database' },
  ];
  const { carried } = carriedOver(container('one', { mounts, made: null }), HOME, links, settings());
  expect(carried).toEqual(['/mnt/data at /data (data mount)', '/database at /database (data mount)']);
});
