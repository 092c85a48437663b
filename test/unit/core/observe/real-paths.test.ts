import { expect, test } from 'vitest';
import { realPathsOf } from '../../../../electron/core/observe/real-paths.ts';
import type { VolumeFact } from '../../../../electron/core/world/engine.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const at = (name: string): string => `/var/lib/docker/volumes/${name}/_data`;
const volume = (name: string, options: VolumeFact['options'] = {}): VolumeFact => ({
  ...{ name, options, driver: 'local', labels: {} },
  mountpoint: at(name),
});
const bound = { type: 'none', o: 'bind,rw', device: '/link' };
const share = { type: 'nfs', o: 'addr=nas', device: ':/export' };

const world = fakeWorld({
  host: { realPath: async (path) => path.replace(/^\/link/, '/srv/real') },
  engine: {
    localVolumes: async () => [
      ...[volume('plain'), volume('bound', bound), volume('share', share), volume('again', share)],
      volume('other', { ...share, device: ':/other' }),
    ],
  },
});
const real = (...sources: string[]) => realPathsOf(world, sources, new AbortController().signal);

test('what is the same home has the same path', async () => {
  expect(await real('plain', at('plain'), `${at('plain')}/jobs`)).toEqual({
    plain: at('plain'),
    [at('plain')]: at('plain'),
    [`${at('plain')}/jobs`]: `${at('plain')}/jobs`,
  });
  expect(Object.values(await real('bound', at('bound'), '/link', '/srv/real'))).toEqual(Array(4).fill('/srv/real'));
  expect(await real('bound', `${at('bound')}/jobs`)).toMatchObject({ [`${at('bound')}/jobs`]: '/srv/real/jobs' });
  expect(new Set(Object.values(await real('share', 'again', at('again'))))).toEqual(new Set([at('share')]));
  expect(await real('other', 'of-a-plugin')).toEqual({ other: at('other') });
});

test('volumes are asked for only where there are any', async () => {
  const without = fakeWorld({
    host: { realPath: async (path) => path },
    engine: { localVolumes: () => Promise.reject(new Error('asked')) },
  });
  expect(await realPathsOf(without, ['/srv'], new AbortController().signal)).toEqual({ '/srv': '/srv' });
});
