import { expect, test } from 'vitest';
import { conflictsIn } from '../../../../electron/core/stack/settings-conflicts.ts';
import type { Settings } from '../../../../electron/shared/settings.ts';
import { HOME, settings } from '../../../doubles/situation.ts';

const conflicts = (change: Partial<Settings>) => conflictsIn(settings(change), HOME);
const published = (publishPort: number) => ({ nested: { ...settings().nested, publishPort } });

test.each<[string, Partial<Settings>, readonly string[]]>([
  ['the usual ones', {}, []],
  ['one port for the pages of both modes', { ports: { dind: 8080, dood: 8080, agents: 50000 } }, []],
  [
    'one port for page and agents of DinD',
    { ports: { dind: 50000, dood: 8080, agents: 50000 } },
    ['ports.dind and ports.agents'],
  ],
  [
    'one port for page and agents of DooD',
    { ports: { dind: 8081, dood: 50000, agents: 50000 } },
    ['ports.dood and ports.agents'],
  ],
  ['one port for agents and the nested engine', published(50000), ['ports.agents and nested.publishPort']],
  ['one port for DinD and the nested engine', published(8081), ['ports.dind and nested.publishPort']],
  ['one port for DooD and the nested engine, which never run at once', published(8080), []],
  ['one port on all addresses', { ...published(8081), address: '0.0.0.0' }, ['ports.dind and nested.publishPort']],
  ['one port on another address', { ...published(8081), address: '10.0.0.1' }, []],
])('with %s, these are in conflict', (_what, change, keys) => {
  expect(conflicts(change).map((it) => it.keys.join(' and '))).toEqual(keys);
});

test('a conflict of ports says which', () => {
  expect(conflicts(published(8081))).toEqual([
    {
      keys: ['ports.dind', 'nested.publishPort'],
      why: 'ports.dind and nested.publishPort are both 8081, and one mode needs both.',
    },
  ]);
});

const mount = (source: string, target: string | null = null) => ({ source, target, readOnly: false });

test.each<[Settings['dataMounts'], readonly { readonly keys: readonly string[]; readonly why: string }[]]>([
  [[mount('/a'), mount('/b', '/c')], []],
  [[mount('/a'), mount('/b', '/a')], [{ keys: ['dataMounts'], why: 'Two data mounts have the target /a.' }]],
  [[mount('/a', '/c'), mount('/c', '/a')], []],
  [[mount(HOME)], [{ keys: ['dataMounts', 'home'], why: `${HOME} is where the home is mounted.` }]],
  [[mount(HOME, '/elsewhere')], []],
  [
    [mount('/a', '/var/jenkins_home')],
    [{ keys: ['dataMounts', 'home'], why: '/var/jenkins_home is where the home is mounted.' }],
  ],
])('of the data mounts %j', (dataMounts, expected) => {
  expect(conflicts({ dataMounts })).toEqual(expected);
});

test('a home in a volume of the nested engine, which down may remove, is refused', () => {
  const keys = ['home', 'instance'];
  expect(conflicts({ home: 'volume:jenkins-dind-data' })).toEqual([
    { keys, why: 'jenkins-dind-data is a volume of the nested engine.' },
  ]);
  expect(conflicts({ home: 'volume:jenkins-dind-data', instance: 'two' })).toEqual([]);
  expect(conflicts({ home: 'volume:jenkins-data' })).toEqual([]);
});

test.each(['/var/lib/docker/volumes/jenkins-dind-data/_data', '/srv/docker/volumes/jenkins-dind-ca/_data/home'])(
  'a home, and a data mount, in the folder of such a volume are refused: %s',
  (folder) => {
    const why = expect.stringMatching(/^jenkins-dind-\w+ is a volume of the nested engine\.$/);
    expect(conflictsIn(settings({ home: folder }), folder)).toEqual([{ keys: ['home', 'instance'], why }]);
    expect(conflicts({ dataMounts: [mount(folder)] })).toEqual([{ keys: ['dataMounts', 'instance'], why }]);
  },
);

test('a folder with a longer name beside that of such a volume is a home like any other', () => {
  const folder = '/var/lib/docker/volumes/jenkins-dind-data-of-mine/_data';
  expect(conflictsIn(settings({ home: folder }), folder)).toEqual([]);
});
