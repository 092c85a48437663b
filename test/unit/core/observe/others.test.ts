import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { Scope } from '../../../../electron/core/observe/observe.ts';
import { isFirstStart, observeOthers } from '../../../../electron/core/observe/others.ts';
import { keptName } from '../../../../electron/core/stack/names.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { Page } from '../../../../electron/core/world/jenkins.ts';
import { ok } from '../../../../electron/shared/failure.ts';
import {
  container,
  goodHome,
  HOME,
  names,
  nothingThere,
  ours,
  runningBuild,
  settings,
} from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const blue = container('blue', {
  image: 'jenkins/jenkins',
  mounts: [{ source: '/link', target: '/var/jenkins_home' }],
  ports: [{ address: '0.0.0.0', port: 9090, target: 8080 }],
});
const apt = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  user: '',
  pid: 7,
  home: '/var/lib/jenkins',
  port: 80,
};
const unknown: Facts = { ...nothingThere, home: { ...goodHome, marked: false } };

interface Given {
  readonly facts?: Partial<Facts>;
  readonly takenOver?: readonly string[];
  readonly takeOver?: string;
  readonly socket?: string | null;
  readonly page?: Page;
  readonly all?: readonly ContainerFact[];
}
async function look({
  facts = {},
  takenOver,
  takeOver = '',
  socket = '/s',
  page = { kind: 'ready', version: '2' },
  all = [blue],
}: Given) {
  const asked: string[] = [];
  const world = fakeWorld({
    endpoint: { host: 'h', context: 'default', socket },
    engine: { allContainers: async () => all, containersNamed: async () => [blue] },
    host: {
      jenkins: async () => [apt, { ...apt, home: null }],
      realPath: async (path) => (path === '/link' ? '/real' : path),
    },
    jenkins: {
      page: async (url) => {
        asked.push(url);
        return page;
      },
      running: async () => ok([runningBuild]),
    },
  });
  const scope: Scope = {
    settings: settings({ others: { leave: false, takeOver } }),
    names,
    home: HOME,
    ...(takenOver === undefined ? {} : { takenOver }),
  };
  return { ...(await observeOthers(world, scope, { ...unknown, ...facts }, new AbortController().signal)), asked };
}

test('before a first start, all others are found, with the real paths of their homes', async () => {
  expect(await look({})).toEqual({
    others: [blue],
    takenBefore: [],
    hostJenkins: [apt, { ...apt, home: null }],
    otherBuilds: {},
    realPaths: { '/link': '/real', '/var/lib/jenkins': '/var/lib/jenkins' },
    asked: [],
  });
});

test('what an unfinished take-over put aside is found by the name that it had, newest first', async () => {
  const aside = (id: string, createdAt: number) => ({ ...blue, id, createdAt, name: keptName('blue', id) });
  const kept = [aside('111111', 1), aside('222222', 2), { ...aside('333333', 3), name: keptName('green', '333333') }];
  const { takenBefore } = await look({ takeOver: 'blue', all: [blue, ...kept] });
  expect(takenBefore?.map(({ id }) => id)).toEqual(['222222', '111111']);
});

test('later, only those of this computer are looked for, unless a take-over goes on', async () => {
  const used = { home: goodHome };
  expect((await look({ facts: used })).others).toEqual([]);
  expect((await look({ facts: used, takenOver: [] })).others).toEqual([]);
  expect((await look({ facts: used, takenOver: ['id'] })).others).toEqual([blue]);
  expect((await look({ facts: used })).hostJenkins).toHaveLength(2);
});

test('an engine elsewhere has no Jenkins of this computer', async () => {
  expect(await look({ socket: null })).toMatchObject({ hostJenkins: [], realPaths: { '/link': '/real' } });
});

const taken = (change: Partial<ContainerFact> = {}, given: Given = {}) =>
  look({ takeOver: 'blue', facts: { containers: [container('other'), { ...blue, ...change }] }, ...given });

const builds = ({ otherBuilds, asked }: Awaited<ReturnType<typeof look>>) => [otherBuilds, asked];

test('the builds of the one that is taken over are counted at its own port', async () => {
  expect(await taken()).toMatchObject({
    otherBuilds: { 'id-of-blue': ok([runningBuild]) },
    asked: ['http://127.0.0.1:9090'],
  });
});

test.each<[string, Partial<ContainerFact>, Given]>([
  ['is not named', {}, { takeOver: '' }],
  ['rests', { state: 'exited' }, {}],
  ['publishes no page', { ports: [] }, {}],
  ['is ours', { labels: ours('dood')[0]?.labels ?? {} }, {}],
  ['is a unit', { name: 'jenkins.service' }, { takeOver: 'jenkins.service' }],
])('nobody is asked where it %s', async (_how, change, given) => {
  expect(builds(await taken(change, given))).toEqual([{}, []]);
});

test('builds are unknown while its page is not ready', async () => {
  expect(builds(await taken({}, { page: { kind: 'starting' } }))).toEqual([{}, ['http://127.0.0.1:9090']]);
});

test.each<[Partial<Facts>, boolean]>([
  [{}, true],
  [{ home: { ...goodHome, marked: null } }, true],
  [{ home: goodHome }, false],
  [{ knownHome: 'id' }, false],
  [{ containers: ours('dood') }, false],
  [{ containers: ours('dind').slice(0, 1) }, true],
  [{ containers: [{ ...blue, name: names.jenkins.dood }] }, true],
])('with %j, a start is the first: %s', (facts, isFirst) => {
  expect(isFirstStart({ ...unknown, ...facts }, { names })).toBe(isFirst);
});
