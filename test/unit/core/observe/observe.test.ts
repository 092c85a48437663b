import { expect, test } from 'vitest';
import { observeContainers } from '../../../../electron/core/observe/containers.ts';
import {
  asJenkins,
  observe,
  runningMode,
  runningPlace,
  runningUrl,
} from '../../../../electron/core/observe/observe.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { JenkinsAddress, Page } from '../../../../electron/core/world/jenkins.ts';
import { err, ok } from '../../../../electron/shared/failure.ts';
import type { Settings } from '../../../../electron/shared/settings.ts';
import {
  container,
  goodHome,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  runningBuild,
  settings,
} from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** Which logins a Jenkins that wants one is shown; `from` are the containers that the engine tells of. */
async function shown(from: readonly ContainerFact[], jenkins: Partial<Settings['jenkins']> = {}) {
  const shows: string[] = [];
  const now = settings({ jenkins: { ...settings().jenkins, ...jenkins } });
  const world = fakeWorld({ secrets: { adminPassword: async () => 'generated' } });
  const place = runningPlace(from, { names, settings: now });
  if (place === null) return shows;
  await asJenkins(world, now, place, async ({ user, password }: JenkinsAddress) => {
    shows.push(`${user}:${password}`);
    return password === '' ? err({ code: 'jenkins/unreachable', title: 'a login is wanted', detail: '' }) : ok([]);
  });
  return shows;
}

const byHand = (change: Partial<ContainerFact> = {}) =>
  container('jenkins-dood-container', { ports: [{ address: '0.0.0.0', port: 9090, target: 8080 }], ...change });
const user = { user: 'me', apiToken: 'token' };

test('our own Jenkins on our port gets the administrator’s login once it asks for one', async () => {
  expect(await shown(ours('dood'))).toEqual([':', 'admin:generated']);
  expect(await shown(ours('dind'))).toEqual([':', 'admin:generated']);
});

test.each([
  ['does not publish its port', { ports: [] }],
  ['publishes another one', { ports: [{ address: '127.0.0.1', port: 9, target: 8080 }] }],
  ['publishes it for something else', { ports: [{ address: '127.0.0.1', port: 8080, target: 50000 }] }],
  ['starts again and again', { state: 'restarting' }],
] as const)('no login is sent where our Jenkins %s', async (_how, change) => {
  expect(await shown(ours('dood', change))).toEqual([':']);
  expect(await shown(ours('dood', change), user)).toEqual([':']);
});

test('a hand-made Jenkins gets the user’s own login and never the generated one', async () => {
  expect(await shown([byHand()])).toEqual([':']);
  expect(await shown([byHand()], user)).toEqual(['me:token']);
  expect(await shown([byHand({ ports: [] })], user)).toEqual([':']);
});

test('if the user set a login, only that one is sent', async () => {
  expect(await shown(ours('dood'), user)).toEqual(['me:token']);
});

test.each([
  ['another settings folder', { 'io.jenkins-tray.owner': 'somebody' }],
  ['nobody yet', { 'io.jenkins-tray.owner': undefined }],
])('the Jenkins of %s gets no login', async (_whose, owner) => {
  const [jenkins] = ours('dood');
  const labels = Object.entries({ ...jenkins?.labels, ...owner }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  const theirs = ours('dood', { labels: Object.fromEntries(labels) });
  expect(await shown(theirs)).toEqual([':']);
  expect(await shown(theirs, user)).toEqual([':']);
});

const { signal } = new AbortController();
const object = (name: string) => ({ name, id: `id-${name}`, labels: {} });

/** Observes these containers; and what was asked for by name. */
async function look(containers: readonly ContainerFact[], page: Page = { kind: 'ready', version: '2.568.2' }) {
  const asked: unknown[] = [];
  const asking = (wanted: readonly string[]) => {
    asked.push(wanted);
    return wanted.map(object);
  };
  const world = fakeWorld({
    engine: {
      version: async () => nothingThere.engine,
      containersNamed: async () => containers,
      networksNamed: async (wanted) => asking(wanted),
      volumesNamed: async (wanted) => asking(wanted),
      imagesNamed: async (wanted) => asking(wanted),
    },
    host: { home: async () => goodHome },
    contexts: { find: async (name) => ({ name, host: 'tcp://far:1', instance: null }) },
    jenkins: { page: async () => page, running: async () => ok([runningBuild]) },
  });
  return { facts: await observe(world, { settings: settings(), names, home: HOME }, signal), asked };
}

test('one observation has all objects with our names, the home, and what Jenkins says', async () => {
  const { facts, asked } = await look(ours('dood'));
  const [networks, volumes, images] = [
    ['jenkins'],
    ['jenkins-dind-data', 'jenkins-dind-ca', 'jenkins-dind-client'],
    ['jenkins-image', 'jenkins-dood-image', 'nvidia-dind-image'],
  ];
  expect(asked).toEqual([networks, volumes, images]);
  expect(facts).toEqual({
    engine: nothingThere.engine,
    containers: ours('dood'),
    networks: networks.map(object),
    networkUsers: [],
    volumes: volumes.map(object),
    images: images.map(object),
    home: goodHome,
    knownHome: 'id-of-home',
    context: { name: 'jenkins-dind', host: 'tcp://far:1', instance: null },
    page: { kind: 'ready', version: '2.568.2' },
    builds: ok([runningBuild]),
    pluginLook: null,
    preflight: null,
  });
});

test('a Jenkins that is not ready has unknown builds, and one that does not run has none', async () => {
  const { facts } = await look(ours('dood'), { kind: 'starting' });
  expect(facts).toMatchObject({
    page: { kind: 'starting' },
    builds: { ok: false, failure: { code: 'jenkins/unreachable' } },
  });
  expect((await look([])).facts).toMatchObject({ page: null, builds: null });
});

test('containers are found by our names, those of a take-over, and beside them by our label', async () => {
  const asked: unknown[] = [];
  const look = async (takeOver: string, takenOver: readonly string[] = []) => {
    const world = fakeWorld({
      engine: {
        containersAround: async (wanted) => {
          asked.push(wanted);
          return [
            ...['jenkins-container', 'jenkins-container.new', 'jenkins-container.old.x'].map((name) =>
              container(name, { labels: { 'io.jenkins-tray.instance': 'default' } }),
            ),
            container('jenkins-dood-container'),
            ...['jenkins-container.new', 'jenkins-container.mine'].map((name) => container(name, { id: 'foreign' })),
          ];
        },
      },
    });
    return observeContainers(
      world,
      { names, settings: settings({ others: { leave: false, takeOver } }) },
      takenOver,
      signal,
    );
  };
  expect((await look('')).map(({ name }) => name)).toEqual([
    'jenkins-container',
    'jenkins-container.new',
    'jenkins-container.old.x',
    'jenkins-dood-container',
  ]);
  const OURS = ['nvidia-dind-container', 'jenkins-container', 'jenkins-dood-container', 'jenkins-tray-probe'];
  expect(asked.splice(0)).toEqual([OURS]);
  await look('blue', ['abcdefgh']);
  const all = [...OURS, 'blue'];
  expect(asked.splice(0)[0]).toEqual([...all, ...all.map((name) => `${name}-before-jenkins-tray-abcdef`)]);
  await look('jenkins.service');
  expect(asked.splice(0)[0]).toEqual(OURS);
  await look('jenkins-container');
  expect(asked[0]).toEqual(OURS);
});

test.each<[readonly ContainerFact[], 'dind' | 'dood' | null]>([
  [[], null],
  [[container('other')], null],
  [ours('dood', { state: 'exited' }), null],
  [ours('dood', { state: 'paused' }), null],
  [ours('dood', { state: 'restarting' }), 'dood'],
  [[...ours('dind', { state: 'exited' }), ...ours('dood')], 'dood'],
  [[...ours('dood'), ...ours('dind')], 'dind'],
])('the mode of what runs, case %#', (containers, mode) => {
  expect(runningMode(containers, names)).toBe(mode);
});

test('a Jenkins is reached where it publishes its page', () => {
  const now = { names, settings: settings() };
  expect(runningUrl([], now)).toBeNull();
  expect(
    runningUrl(
      [container('jenkins-container', { state: 'exited' }), handMade('jenkins-dood-container', HOME, 9090)],
      now,
    ),
  ).toBe('http://127.0.0.1:9090');
});

test('without the generated password, what Jenkins says is why it is unknown', async () => {
  const failure = { code: 'internal/error', title: 'lost', detail: '' } as const;
  const query = async ({ user }: JenkinsAddress) => (user === '' ? err(failure) : ok(user));
  const secrets = (read: () => Promise<string>) => fakeWorld({ secrets: { adminPassword: read } });
  const at = { url: 'http://127.0.0.1:8080', logins: 'all' } as const;
  expect(
    await asJenkins(
      secrets(async () => 'p'),
      settings(),
      at,
      query,
    ),
  ).toEqual(ok('admin'));
  const broken = secrets(async () => {
    throw new Error('unreadable');
  });
  expect(await asJenkins(broken, settings(), at, query)).toMatchObject({
    ok: false,
    failure: { detail: expect.stringContaining('unreadable') },
  });
  expect(await asJenkins(broken, settings(), { ...at, logins: 'own' }, query)).toEqual(err(failure));
});
