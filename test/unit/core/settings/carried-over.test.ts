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
  ],
});

describe('what settings keep of another Jenkins', () => {
  const { change, carried, settings: next } = carriedOver(theirs, HOME, [], settings());

  test('mounts at their paths, a folder of the home below the home, options, zone, proxy and ports', () => {
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
    expect(carried).toHaveLength(8);
  });

  test('what is left is named, and no value that may be a secret', () => {
    expect(takeOverLosses(theirs, HOME, names.network, next)).toEqual([
      '/usr/bin/docker at /usr/bin/docker',
      'cache at /cache',
      'the variable TOKEN',
      'the arguments --prefix=/ci --httpsKeyStorePassword',
      'port 2222 for 22',
    ]);
  });

  test('nothing is kept twice', () => {
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
  const env = ['http_proxy=http://me:secret@proxy.example:3128'];
  const kept = carriedOver(container('one', { made: { ...made, env, publishes: [] } }), HOME, [], settings());
  expect(kept.change).toEqual({ 'proxy.http': 'http://me:secret@proxy.example:3128' });
  expect(kept.carried).toEqual(['the proxy for http http://(hidden)@proxy.example:3128']);
});

test('what settings refuse is left out, and the rest is kept', () => {
  const odd = container('odd', { made: { ...made, env: ["JAVA_OPTS='open", 'TZ=Europe/Berlin'], publishes: [] } });
  expect(carriedOver(odd, HOME, [], settings()).change).toEqual({ 'jenkins.timeZone': 'Europe/Berlin' });
});
