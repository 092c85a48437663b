import { expect, test } from 'vitest';
import { boundFolder, isUsable, locateHome, mountsSomething } from '../../../../electron/core/observe/locate-home.ts';
import type { VolumeFact } from '../../../../electron/core/world/engine.ts';
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

const located = async (home: string, fact: VolumeFact | null) => {
  const world = fakeWorld({ home, engine: { volume: async () => fact } });
  const { home: found, homeVolume } = await locateHome(world, new AbortController().signal);
  return [found, homeVolume?.name, homeVolume?.fact];
};

test('a home in a volume is at its mountpoint, however it is named', async () => {
  expect(await located('volume:ci', volume())).toEqual([POINT, 'ci', volume()]);
  expect(await located('volume:ci', null)).toEqual(['volume:ci', 'ci', null]);
  const plugin = volume({ driver: 'rclone' });
  expect(await located('volume:ci', plugin)).toEqual(['volume:ci', 'ci', plugin]);
  expect(await located(POINT, volume())).toEqual([POINT, 'ci', volume()]);
  for (const other of [volume({ mountpoint: '/other' }), null])
    expect(await located(POINT, other)).toEqual([POINT, undefined, undefined]);
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
  [{ options: { type: 'nfs', o: 'addr=nas', device: ':/ci' } }, null, true],
])('a volume with %j is bound to %s, and mounts something: %s', (change, folder, mounts) => {
  expect([boundFolder(volume(change)), mountsSomething(volume(change))]).toEqual([folder, mounts]);
});
