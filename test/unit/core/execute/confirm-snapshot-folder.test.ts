import { expect, test } from 'vitest';
import { confirmSnapshotFolder } from '../../../../electron/core/execute/confirm-snapshot-folder.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const HOME = '/srv/jenkins';
const NESTED = '/var/lib/docker/volumes/jenkins-dind-data/_data';

/** `/srv/link` leads into the home. */
const refusal = (folder: string): Promise<string> => {
  const engine = {
    volume: async (name: string) =>
      name === names.volumes.data ? { name, labels: {}, driver: 'local', mountpoint: NESTED, options: {} } : null,
  };
  // What is not there, as the folder before its first snapshot, keeps the path that was given.
  const isThere = (path: string): boolean => !/(snapshots|daily)\/?$/.test(path);
  const realPath = async (path: string): Promise<string> =>
    isThere(path) ? path.replace(/^\/srv\/link/, `${HOME}/jobs`) : path;
  const host = { realPath };
  const world = fakeWorld({ home: HOME, engine, host });
  const set = settings({ snapshots: { ...settings().snapshots, folder } });
  return confirmSnapshotFolder({ world, settings: set, names }, new AbortController().signal).then(
    () => 'ok',
    (thrown: unknown) =>
      thrown instanceof FailureError ? `${thrown.failure.code} ${thrown.failure.detail}` : `${thrown}`,
  );
};

test.each([
  [HOME, 'It is in the home'],
  [`${HOME}/`, 'It is in the home'],
  [`${HOME}/backups/daily`, 'It is in the home'],
  ['/srv/link', 'It is in the home'],
  ['/srv/link/snapshots', 'It is in the home'],
  ['/srv/link/snapshots/daily/', 'It is in the home'],
  ['/srv', 'The home /srv/jenkins is in it'],
  ['/', 'The home /srv/jenkins is in it'],
  [`${NESTED}/snapshots`, 'the data of the nested engine'],
])('snapshots in %s are refused', async (folder, why) => {
  const said = await refusal(folder);
  expect(said).toMatch(/^snapshot\/folder/);
  expect(said).toContain(why);
});

test.each(['', '/srv/jenkins-snapshots', '/srv/jenkins2', '/mnt/backup'])(
  'snapshots in "%s" are not',
  async (folder) => {
    expect(await refusal(folder)).toBe('ok');
  },
);
