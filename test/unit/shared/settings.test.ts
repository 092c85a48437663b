import { expect, test } from 'vitest';
import { settingsSchema } from '../../../electron/shared/settings.ts';

test.each([
  ['/srv/jenkins/', '/srv/jenkins'],
  ['//srv//./jenkins', '/srv/jenkins'],
  ['/var/', '/var'],
  ['/', '/'],
  ['', ''],
  ['volume:Jenkins_home.2-a', 'volume:Jenkins_home.2-a'],
])('the home %j is stored as %j, the way the engine names its mounts', (typed, home) => {
  expect(settingsSchema.parse({ home: typed }).home).toBe(home);
});

test.each(['volume:', 'volume:a', 'volume:.a', 'volume:a b', 'volume:a/b', 'volume:/srv', 'jenkins_home', 'Volume:ab'])(
  'the home %j is refused',
  (home) => expect(settingsSchema.safeParse({ home }).success).toBe(false),
);

test('a data mount is stored that way too, and ".." is refused', () => {
  const [mount] = settingsSchema.parse({ dataMounts: [{ source: '/mnt/data/', target: '/data/' }] }).dataMounts;
  expect(mount).toEqual({ source: '/mnt/data', target: '/data', readOnly: false });
  expect(settingsSchema.safeParse({ home: '/srv/../etc' }).success).toBe(false);
  expect(settingsSchema.safeParse({ home: 'srv' }).success).toBe(false);
});

test.each([
  ['-Xmx2g -Dname="two words" -Da=\'b c\'', true],
  ['-Dpath=a\\ b', true],
  ['-Dname="open', false],
  ["-Dit's", false],
  ['-Xmx2g\\', false],
  ['-Xmx2g\n-Da=b', false],
])('Java options %j: %s', (javaOpts, accepted) => {
  expect(settingsSchema.safeParse({ jenkins: { javaOpts } }).success).toBe(accepted);
});

test.each([
  ['nested', { insecureRegistries: ['registry.house:5000', '10.0.0.0/8'] }, true],
  ['nested', { insecureRegistries: ['http://registry.house'] }, false],
  ['nested', { bip: '10.199.0.1/24' }, true],
  ['nested', { bip: '10.199.0.1' }, false],
  ['nested', { addressPools: ['10.200.0.0'] }, false],
  ['nested', { registryCertificates: 'certs' }, false],
])('%s: %j: %s', (part, value, accepted) => {
  expect(settingsSchema.safeParse({ [part]: value }).success).toBe(accepted);
});

test('an address range is stored in dockerd’s own form, and NVIDIA’s repository without what is added to it', () => {
  const { nested } = settingsSchema.parse({ nested: { addressPools: ['10.200.0.0/16'] } });
  expect(nested.addressPools).toEqual(['base=10.200.0.0/16,size=24']);
  for (const end of ['', '/', '/stable/deb', '/stable/deb/'])
    expect(
      settingsSchema.parse({ images: { nvidiaRepository: `https://a.example/lib${end}` } }).images.nvidiaRepository,
    ).toBe('https://a.example/lib');
});

test('a file as the first versions wrote it, with each setting at an odd value, is read', () => {
  const odd = {
    version: 1,
    instance: 'a-1-b',
    home: '/srv/größer 模型/jenkins home',
    dataMounts: [{ source: '/mnt/data 🚀', target: null, readOnly: true }],
    address: '[::1]',
    ports: { dind: 1, dood: 65535, agents: 65534 },
    images: {
      jenkinsBase: `My-Registry.example:5000/team/jenkins@sha256:${'a'.repeat(64)}`,
      engineBase: 'ubuntu',
      nvidiaRepository: 'https://mirror.example:8443/libnvidia-container/stable/deb/',
      packagesFile: '/etc/packages.txt',
      pluginsFile: '',
    },
    jenkins: { executors: 2, javaOpts: '-Xmx4g  -Da="b c"', user: 'ann@example.org', apiToken: '11aa' },
    gpu: {
      attach: false,
      builds: ['GPU-5a6b7c8d-1111-2222-3333-444455556666', 'MIG-5a6b7c8d-1111-2222-3333-444455556666'],
    },
    nested: {
      mtu: 1280,
      dns: ['10.0.0.2', 'fd00::53'],
      registryMirrors: ['http://localhost:5000', 'https://mirror.example/'],
      httpProxy: 'http://ann:p%40ss@proxy.example:3128',
      httpsProxy: 'proxy.example:3128',
      noProxy: 'localhost,127.0.0.0/8, .example.org',
      publishPort: 2376,
    },
    engineContext: 'desktop-linux',
    timeouts: { stop: 3600, healthy: 5, ready: 86_400 },
    desktop: { startAtLogin: true, startHidden: false, onQuit: 'ask', notifications: false, theme: 'dark' },
  };
  const read = settingsSchema.parse(odd);
  expect([read.address, read.home, read.jenkins.executors]).toEqual(['::1', odd.home, 2]);
});
