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
