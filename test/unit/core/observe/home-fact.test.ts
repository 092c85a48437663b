import { expect, test } from 'vitest';
import { homeFact } from '../../../../electron/core/observe/home-fact.ts';
import { boundFolder, isUsable, locateHome, mountsSomething } from '../../../../electron/core/observe/locate-home.ts';
import type { VolumeFact } from '../../../../electron/core/world/engine.ts';
import type { HomeFact } from '../../../../electron/core/world/host.ts';
import { goodHome } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const POINT = '/var/lib/docker/volumes/ci/_data';
const volume = (change: Partial<VolumeFact> = {}): VolumeFact => ({
  name: 'ci',
  driver: 'local',
  mountpoint: POINT,
  options: {},
  labels: {},
  ...change,
});
const bound = { options: { type: 'none', o: 'rw,bind', device: '/srv/ci' } };
const share = { options: { type: 'nfs', o: 'addr=nas', device: ':/ci' } };

const seen = async (fact: VolumeFact | null, kind: HomeFact['kind'] = 'folder', socket: string | null = '/s') => {
  let looked = '';
  const world = fakeWorld({
    endpoint: { host: 'h', context: 'default', socket },
    host: {
      home: async (path) => {
        looked = path;
        return { ...goodHome, kind };
      },
    },
  });
  const { kind: found, marked } = await homeFact({ ...world, homeVolume: { name: 'ci', fact } });
  return [found, marked, looked];
};

test('a home in a folder is what this user sees there', async () => {
  expect(
    await homeFact(fakeWorld({ home: '/h', host: { home: async (path) => ({ ...goodHome, version: path }) } })),
  ).toEqual({ ...goodHome, version: '/h' });
});

test.each<[string, Parameters<typeof seen>, unknown[]]>([
  ['is gone', [null], ['no-volume', null, '']],
  ['is of a plugin', [volume({ driver: 'rclone' })], ['unusable-volume', null, '']],
  ['is on an engine elsewhere', [volume(), 'folder', null], ['unknown', null, '']],
  ['mounts a share, of which nothing is seen here', [volume(share)], ['unknown', null, '']],
  ['has its own folder', [volume()], ['folder', true, POINT]],
  ['has its own folder, which only root sees', [volume(), 'missing'], ['unknown', null, POINT]],
  ['is bound to a folder', [volume(bound)], ['folder', true, '/srv/ci']],
  ['is bound to a folder that is gone', [volume(bound), 'missing'], ['broken-link', true, '/srv/ci']],
  ['is bound to a file', [volume(bound), 'not-a-folder'], ['not-a-folder', true, '/srv/ci']],
])('a home in a volume that %s', async (_what, given, expected) => {
  expect(await seen(...given)).toEqual(expected);
});

const located = async (home: string, fact: VolumeFact | null) => {
  const { home: found, homeVolume } = await locateHome(
    fakeWorld({ home, engine: { volume: async () => fact } }),
    new AbortController().signal,
  );
  return [found, homeVolume?.name, homeVolume?.fact];
};

test('a home in a volume is at its mountpoint, however it is named', async () => {
  expect(await located('volume:ci', volume())).toEqual([POINT, 'ci', volume()]);
  expect(await located('volume:ci', null)).toEqual(['volume:ci', 'ci', null]);
  const plugin = volume({ driver: 'rclone' });
  expect(await located('volume:ci', plugin)).toEqual(['volume:ci', 'ci', plugin]);
  expect(await located(POINT, volume())).toEqual([POINT, 'ci', volume()]);
  expect(await located(POINT, volume({ mountpoint: '/other' }))).toEqual([POINT, undefined, undefined]);
  expect(await located(POINT, null)).toEqual([POINT, undefined, undefined]);
  for (const folder of ['/srv/ci', `${POINT}/jobs`, '/volumes/_data'])
    expect(await located(folder, volume())).toEqual([folder, undefined, undefined]);
});

test.each<[Partial<VolumeFact>, boolean]>([
  [{}, true],
  [bound, true],
  [{ driver: 'rclone' }, false],
  [{ mountpoint: '' }, false],
  [{ options: { type: 'tmpfs', device: 'tmpfs' } }, false],
])('a volume with %j can be a home: %s', (change, usable) => {
  expect(isUsable(volume(change))).toBe(usable);
});

test.each<[Partial<VolumeFact>, string | null, boolean]>([
  [{}, null, false],
  [bound, '/srv/ci', true],
  [{ options: { o: 'rbind', device: '/srv/ci' } }, '/srv/ci', true],
  [{ options: { o: 'nobind', device: '/dev/sdb1' } }, null, true],
  [{ options: { device: '/dev/sdb1' } }, null, true],
  [{ options: { o: 'bind' } }, null, false],
  [{ options: { o: 'bind', device: 'srv' } }, null, true],
  [{ ...bound, driver: 'rclone' }, null, true],
  [share, null, true],
])('a volume with %j is bound to %s, and mounts something: %s', (change, folder, mounts) => {
  expect([boundFolder(volume(change)), mountsSomething(volume(change))]).toEqual([folder, mounts]);
});
