import { expect, test } from 'vitest';
import { homeFact } from '../../../../electron/core/observe/home-fact.ts';
import { locateHome } from '../../../../electron/core/observe/locate-home.ts';
import type { VolumeFact } from '../../../../electron/core/world/engine.ts';
import type { HomeFact } from '../../../../electron/core/world/host.ts';
import { goodHome } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const MOUNTPOINT = '/var/lib/docker/volumes/data/_data';
const plain: VolumeFact = { name: 'data', driver: 'local', mountpoint: MOUNTPOINT, options: {}, labels: {} };
const bound = { ...plain, options: { type: 'none', o: 'rbind', device: '/srv/data' } };
const share = { ...plain, options: { type: 'nfs', o: 'addr=nas', device: ':/export' } };

/** What is seen of a home, where the host has these folders. */
async function seen(volume: VolumeFact | null, folders: Readonly<Record<string, HomeFact['kind']>>, socket = true) {
  const world = fakeWorld({
    home: 'volume:data',
    ...(socket ? {} : { endpoint: { host: 'tcp://far:2376', context: 'far', socket: null } }),
    engine: { volume: async () => volume },
    host: { home: async (path) => ({ ...goodHome, kind: folders[path] ?? 'missing' }) },
  });
  const located = await locateHome(world, new AbortController().signal);
  return [located.home, (await homeFact(located)).kind];
}

test.each([
  ['its folder', plain, { [MOUNTPOINT]: 'folder' }, true, 'folder'],
  ['a folder of root', plain, { [MOUNTPOINT]: 'unknown' }, true, 'unknown'],
  ['none here, as of an engine in a virtual machine', plain, {}, true, 'unknown'],
  ['another folder here, of an engine elsewhere', plain, { [MOUNTPOINT]: 'folder' }, false, 'unknown'],
  [
    'the folder that it is bound to',
    bound,
    { [MOUNTPOINT]: 'folder', '/srv/data': 'unresponsive' },
    true,
    'unresponsive',
  ],
  ['bound to nothing', bound, { [MOUNTPOINT]: 'folder' }, true, 'broken-link'],
  ['a share, which may not be mounted', share, { [MOUNTPOINT]: 'folder' }, true, 'unknown'],
] as const)('of a volume with %s', async (_what, volume, folders, socket, kind) => {
  expect(await seen(volume, folders, socket)).toEqual([MOUNTPOINT, kind]);
});

test.each([
  ['is gone', null, 'no-volume'],
  ['has no path', { ...plain, mountpoint: '' }, 'unusable-volume'],
  ['is of a plugin', { ...plain, driver: 'rexray' }, 'unusable-volume'],
  ['is in memory', { ...plain, options: { type: 'tmpfs', device: 'tmpfs' } }, 'unusable-volume'],
] as const)('a volume that %s keeps its name', async (_what, volume, kind) => {
  expect(await seen(volume, { [MOUNTPOINT]: 'folder' })).toEqual(['volume:data', kind]);
});

test('a folder is asked of no engine; one that is a volume’s is that volume', async () => {
  const engine = { volume: async () => plain };
  const { signal } = new AbortController();
  expect(await locateHome(fakeWorld({ home: '/srv/jenkins' }), signal)).toMatchObject({ home: '/srv/jenkins' });
  expect(await locateHome(fakeWorld({ home: MOUNTPOINT, engine }), signal)).toMatchObject({
    home: MOUNTPOINT,
    homeVolume: { name: 'data' },
  });
  const other = '/mnt/volumes/data/_data';
  expect(await locateHome(fakeWorld({ home: other, engine }), signal)).not.toHaveProperty('homeVolume');
});
