import { expect, test } from 'vitest';
import { offersOf } from '../../../../electron/core/settings/offers.ts';
import type { HomeFact } from '../../../../electron/core/world/host.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { BLUE, begin, bind } from '../../../doubles/other-jenkins.ts';
import { goodHome, HOME, names } from '../../../doubles/situation.ts';

/** A copy of another Jenkins' home, in a folder that is empty. */

const EMPTY: HomeFact = { ...goodHome, empty: true, marked: false };
const FULL: HomeFact = { ...goodHome, empty: false };

/** What is offered where these folders are there. */
const offers = (machine: Machine, copyTo: string | null, folders: Readonly<Record<string, HomeFact>>) => {
  const { world } = machine.process();
  const host = { ...world.host, home: async (path: string) => folders[path] ?? FULL };
  return offersOf({ ...world, host }, new AbortController().signal, copyTo);
};
const unit = { name: 'b.service', unit: 'b.service', enabled: true, pid: 8, user: '', home: '/var/lib/b', port: null };

test('a copy that is asked for goes into an empty folder, which becomes the home', async () => {
  const machine = new Machine();
  begin(machine, { mounts: [bind('/srv/theirs')] });
  machine.hostJenkins = [unit];
  const copies = await offers(machine, '/srv/copy', { '/srv/copy': EMPTY });
  expect(copies).toMatchObject([
    {
      name: BLUE,
      change: { home: '/srv/copy', 'others.takeOver': BLUE },
      carried: ['a copy of its home in /srv/copy (as asked for)'],
    },
    {
      name: 'b.service',
      change: { home: '/srv/copy', 'others.takeOver': 'b.service' },
      carried: ['a copy of its home in /srv/copy'],
    },
  ]);
});

test('a folder that is not empty is left alone', async () => {
  const machine = new Machine();
  begin(machine, { mounts: [bind('/srv/theirs')] });
  machine.hostJenkins = [unit];
  const refused = await offers(machine, '/srv/full', { '/srv/full': FULL });
  expect(refused.map(({ change }) => change)).toEqual([null, null]);
  expect(refused[0]?.why).toContain('A copy of its home /srv/theirs (as asked for) needs an empty folder.');
  expect(refused[1]?.why).toBe('/srv/full is not an empty folder.');
});

test('one that has our name cannot be copied, since it is replaced', async () => {
  const machine = new Machine();
  begin(machine, { name: names.jenkins.dood, mounts: [bind('/srv/theirs')] });
  expect(await offers(machine, '/srv/copy', { '/srv/copy': EMPTY })).toMatchObject([{ change: null }]);
});

test('without a folder that is asked for, its own home is used, whatever our folder has', async () => {
  for (const ours of [EMPTY, FULL]) {
    const machine = new Machine();
    const inside = { type: 'bind', source: '/mnt/jobs', target: '/var/jenkins_home/jobs', readOnly: false } as const;
    begin(machine, { mounts: [bind('/srv/theirs'), inside] });
    expect(await offers(machine, null, { [HOME]: ours })).toMatchObject([
      {
        change: { home: '/srv/theirs', dataMounts: [{ source: '/mnt/jobs', target: '/srv/theirs/jobs' }] },
        carried: ['its home /srv/theirs', '/mnt/jobs at /srv/theirs/jobs (data mount)'],
      },
    ]);
  }
});

test('what its mounts become in a copy lies in the copy', async () => {
  const machine = new Machine();
  const inside = { type: 'bind', source: '/mnt/jobs', target: '/var/jenkins_home/jobs', readOnly: false } as const;
  begin(machine, { mounts: [bind('/srv/theirs'), inside] });
  expect(await offers(machine, '/srv/copy', { '/srv/copy': EMPTY })).toMatchObject([
    { change: { dataMounts: [{ source: '/mnt/jobs', target: '/srv/copy/jobs' }] } },
  ]);
});
