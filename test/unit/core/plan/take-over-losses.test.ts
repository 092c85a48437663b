import { expect, test } from 'vitest';
import { takeOverLosses } from '../../../../electron/core/plan/take-over-losses.ts';
import { container, HOME, names } from '../../../doubles/situation.ts';

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
