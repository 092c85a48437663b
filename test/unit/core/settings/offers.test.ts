import { expect, test } from 'vitest';
import { offersOf } from '../../../../electron/core/settings/offers.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { BLUE, begin, bind } from '../../../doubles/other-jenkins.ts';
import { goodHome, names } from '../../../doubles/situation.ts';

/** What is offered on a machine whose folders link so. */
async function offers(machine: Machine, change: { readonly socket?: null; readonly links?: boolean } = {}) {
  const { world } = machine.process();
  const links = [
    { name: 'workspace', target: '/mnt/big' },
    { name: 'gone', target: '/mnt/gone' },
  ];
  return offersOf(
    {
      ...world,
      endpoint: { ...world.endpoint, ...(change.socket === null ? { socket: null } : {}) },
      host: {
        ...world.host,
        links: async () => (change.links ? links : []),
        home: async (path) => ({ ...goodHome, kind: path === '/mnt/gone' ? 'missing' : 'folder' }),
      },
    },
    new AbortController().signal,
  );
}

const unit = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  pid: 812,
  user: 'jenkins',
  home: '/var/lib/jenkins',
  port: 9090,
};

test('a Jenkins in a container is continued with its home, and is taken over', async () => {
  const machine = new Machine();
  begin(machine, { mounts: [bind('/srv/theirs')], ports: [{ address: '127.0.0.1', port: 8088, target: 8080 }] });
  expect(await offers(machine)).toEqual([
    {
      name: BLUE,
      description: `${BLUE} (image jenkins/jenkins, running) has its home in the folder /srv/theirs, its page at port 8088.`,
      change: { home: '/srv/theirs', 'others.takeOver': BLUE, 'ports.dind': 8088, 'ports.dood': 8088 },
      why: null,
      carried: ['its home /srv/theirs', 'port 8088 for its page, in both modes'],
      lost: [],
    },
  ]);
});

test('one with our name is replaced anyway, so that it is not stored as one to take over', async () => {
  const machine = new Machine();
  begin(machine, { name: names.jenkins.dood, mounts: [bind('/srv/theirs')] });
  expect(await offers(machine)).toMatchObject([{ change: { home: '/srv/theirs', 'others.takeOver': '' } }]);
});

test('what cannot be continued with says why, and changes nothing', async () => {
  const machine = new Machine();
  begin(machine, { mounts: [] });
  begin(machine, { name: 'odd', mounts: [bind('/srv/a:b')] });
  machine.hostJenkins = [
    { ...unit, home: null },
    { ...unit, name: 'b.service', home: '/srv/a:b' },
  ];
  const found = await offers(machine);
  expect(found.map(({ name, why }) => `${name}: ${why}`).sort()).toEqual([
    'b.service: The setting home does not accept /srv/a:b.',
    `${BLUE}: Its home is inside the container. Copy it to a folder, and set that as home.`,
    'jenkins.service: Its home cannot be seen by this user.',
    expect.stringMatching(
      /^odd: The setting home does not accept .* To continue with a copy of it in FOLDER: docker stop odd && /,
    ),
  ]);
  for (const offer of found) expect(offer).toMatchObject({ change: null, carried: [], lost: [] });
});

test('a Jenkins of this computer itself is continued with its home and port; its unit is not', async () => {
  const machine = new Machine();
  machine.hostJenkins = [unit];
  expect(await offers(machine)).toEqual([
    {
      name: 'jenkins.service',
      description:
        'jenkins.service of this computer (process 812 of jenkins) has its home in /var/lib/jenkins, its page at port 9090.',
      change: {
        home: '/var/lib/jenkins',
        'others.takeOver': 'jenkins.service',
        'ports.dind': 9090,
        'ports.dood': 9090,
      },
      why: null,
      carried: [
        'its home /var/lib/jenkins, which is given to uid 1000 once you agree to that',
        'port 9090 for its page, in both modes',
      ],
      lost: ['the settings of its unit: Java options, environment, arguments such as --prefix'],
    },
  ]);
  expect(await offers(machine, { socket: null }), 'an engine elsewhere has another computer’s files').toEqual([]);
});

test('a link of its home to a folder of this computer is kept, one to nowhere is not', async () => {
  const machine = new Machine();
  machine.hostJenkins = [unit];
  begin(machine, { mounts: [bind('/srv/theirs')] });
  for (const offer of await offers(machine, { links: true }))
    expect(offer.change?.dataMounts).toEqual([{ source: '/mnt/big', target: null, readOnly: false }]);
});
