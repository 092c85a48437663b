import { expect, test } from 'vitest';
import { settingsSchema } from '../../../electron/shared/settings.ts';

test.each([
  ['/srv/jenkins/', '/srv/jenkins'],
  ['//srv//./jenkins', '/srv/jenkins'],
  ['/var/', '/var'],
  ['/', '/'],
  ['', ''],
])('the home %j is stored as %j, the way the engine names its mounts', (typed, home) => {
  expect(settingsSchema.parse({ home: typed }).home).toBe(home);
});

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
