import { expect, test } from 'vitest';
import { isVacant, whyCopy } from '../../../../electron/core/settings/home-copies.ts';
import type { VolumeFact } from '../../../../electron/core/world/engine.ts';
import type { HomeFact } from '../../../../electron/core/world/host.ts';
import { goodHome } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

test.each<[string, Partial<HomeFact>, boolean]>([
  ['a folder that is not there yet', { kind: 'missing', empty: null }, true],
  ['an empty folder', { empty: true }, true],
  ['a folder with something in it', { empty: false }, false],
  ['a folder that nobody can look into', { empty: null }, false],
])('%s is a place for a copy: %o %s', async (_what, fact, vacant) => {
  const world = fakeWorld({ host: { home: async () => ({ ...goodHome, ...fact }) } });
  expect(await isVacant('/srv/copy', world)).toBe(vacant);
});

test('a volume is no place for a copy, whatever is in it', async () => {
  const world = fakeWorld({ host: { home: async () => ({ ...goodHome, empty: true }) } });
  expect(await isVacant('volume:jenkins-data', world)).toBe(false);
});

test('a folder can be the home as it is; a volume only if it stays', async () => {
  const signal = new AbortController().signal;
  const world = fakeWorld({ engine: { volume: async () => null } });
  expect(await whyCopy('/srv/theirs', fakeWorld(), signal)).toBeNull();
  expect(await whyCopy('a'.repeat(64), fakeWorld(), signal)).toContain('without a name');
  expect(await whyCopy('jenkins-data', world, signal)).toBe('a volume that is gone');
});

test.each<[string, Partial<VolumeFact>, string | null]>([
  ['a volume with a folder of its own', {}, null],
  ['one of another driver', { driver: 'nfs' }, 'a volume without a lasting folder on this computer'],
  ['one in memory', { options: { type: 'tmpfs' } }, 'a volume without a lasting folder on this computer'],
])('%s can be the home, or says why not', async (_what, change, why) => {
  const fact = {
    name: 'jenkins-data',
    driver: 'local',
    mountpoint: '/v/jenkins-data',
    options: {},
    labels: {},
    ...change,
  };
  const world = fakeWorld({ engine: { volume: async () => fact } });
  expect(await whyCopy('jenkins-data', world, new AbortController().signal)).toBe(why);
});
