import { expect, test } from 'vitest';
import { Caller } from '../../../../electron/adapters/engine/call.ts';
import { createQueries, type EngineQueries } from '../../../../electron/adapters/engine/queries.ts';

const endpoint = { host: 'unix:///run/docker.sock', context: 'default', socket: '/run/docker.sock' };
const signal = new AbortController().signal;

/** The queries of an engine that answers everything with this. */
const answering = (body: unknown, headers: Readonly<Record<string, string>> = {}): EngineQueries =>
  createQueries({ endpoint, tls: null }, new Caller(endpoint), async () => ({
    status: 200,
    headers: new Map(Object.entries(headers)),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }));

const queries: Readonly<Record<string, (it: EngineQueries) => Promise<unknown>>> = {
  version: (it) => it.version(signal),
  users: (it) => it.users(signal),
  containersNamed: (it) => it.containersNamed(['jenkins'], signal),
  containersAround: (it) => it.containersAround(['jenkins'], signal),
  runningContainers: (it) => it.runningContainers(signal),
  networksNamed: (it) => it.networksNamed(['jenkins'], signal),
  networkUsers: (it) => it.networkUsers('n', signal),
  volumesNamed: (it) => it.volumesNamed(['jenkins'], signal),
  imagesNamed: (it) => it.imagesNamed(['jenkins'], signal),
  inspect: (it) => it.inspect('jenkins', signal),
};

test.each(
  Object.keys(queries).flatMap((name) =>
    ['<html>', 'null', '[null]', '"text"', [{ Id: 7 }], { Volumes: [null] }, { Id: 'a', Name: '/jenkins' }].map(
      (body) => [name, body] as const,
    ),
  ),
)('%s: the answer %j is reported as the engine’s mistake', async (name, body) => {
  await expect(queries[name]?.(answering(body))).rejects.toMatchObject({ failure: { code: 'engine/error' } });
});

test('a name with signs that mean something in a pattern hides no other container, and none besides is found', async () => {
  const there = [
    '/jenkins',
    '/jenkins.new',
    '/my(jenkins.old.1',
    '/*[x.new',
    '/a.b.new',
    '/axb.new',
    '/jenkins-too',
    '/x',
  ];
  // The engine takes a pattern that it cannot read for one that nothing matches.
  const it = createQueries({ endpoint, tls: null }, new Caller(endpoint), async (_server, path) => {
    const { searchParams, pathname } = new URL(path, 'http://docker');
    if (pathname !== '/containers/json') return { status: 404, headers: new Map(), body: '' };
    const { name = [] } = JSON.parse(searchParams.get('filters') ?? '{}');
    const rows = there
      .filter((one) => new RegExp(name[0]).test(one))
      .map((one) => ({ Id: one, Names: [one], Image: 'x', ImageID: 'x', Created: 1 }));
    expect(rows.map(({ Id }) => Id)).not.toContain('/x');
    return { status: 200, headers: new Map(), body: JSON.stringify(rows) };
  });
  const found = await it.containersAround(['jenkins', 'my(jenkins', '*[x', 'a.b'], signal);
  expect(found.map(({ name }) => name)).toEqual(['jenkins.new', 'my(jenkins.old.1', '*[x.new', 'a.b.new']);
});

test('values that an engine omits or sends as null are accepted', async () => {
  const container = {
    Id: 'a',
    Name: '/jenkins',
    Image: 'sha256:b',
    Created: '2026-01-01T00:00:00Z',
    State: { Status: 'running', ExitCode: 0 },
    Config: { Image: 'jenkins-image', Labels: null },
    Mounts: null,
    NetworkSettings: { Ports: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }], '50000/tcp': null } },
  };
  expect(await answering(container).inspect('jenkins', signal)).toEqual({
    id: 'a',
    name: 'jenkins',
    state: 'running',
    health: 'none',
    exitCode: null,
    image: 'jenkins-image',
    imageId: 'sha256:b',
    labels: {},
    mounts: [],
    ports: [{ address: '127.0.0.1', port: 8081, target: 8080 }],
    networks: [],
    createdAt: Date.UTC(2026, 0, 1),
    made: {
      command: [''],
      env: [],
      exposed: [],
      publishes: [],
      aliases: {},
      user: '',
      memory: 0,
      restart: { name: 'no', retries: 0 },
    },
    startedAt: null,
    endedAt: null,
    restartCount: null,
  });
  const row = { Id: 'a', Names: ['/jenkins'], Image: 'i', ImageID: 'b', Created: 1, Labels: null, Ports: null };
  expect(await answering([row]).runningContainers(signal)).toMatchObject([{ name: 'jenkins', labels: {}, ports: [] }]);
  expect(await answering({ Volumes: null }).volumesNamed(['a'], signal)).toEqual([]);
});

test.each([
  ['has run', { jenkins: { NetworkID: 'n1' } }, [{ name: 'jenkins', id: 'n1' }]],
  ['has not run', { jenkins: { NetworkID: '' } }, [{ name: 'jenkins', id: '' }]],
  ['has no network id', { jenkins: {}, other: null }, ['jenkins', 'other'].map((name) => ({ name, id: '' }))],
  ['has null for its networks', null, []],
])('the networks of a container that %s', async (_what, Networks, networks) => {
  const row = { Id: 'a', Names: ['/jenkins'], Image: 'i', ImageID: 'b', Created: 1, NetworkSettings: { Networks } };
  expect(await answering([row]).runningContainers(signal)).toMatchObject([{ networks }]);
  const inspected = {
    ...{ Id: 'a', Name: '/jenkins', Image: 'b', Created: '2026-01-01T00:00:00Z' },
    ...{ State: { Status: 'exited', ExitCode: 0 }, Config: { Image: 'i' }, NetworkSettings: { Networks } },
  };
  expect(await answering(inspected).inspect('jenkins', signal)).toMatchObject({ networks });
});

test('the containers that run in a network have their names, or else the beginning of their ids', async () => {
  const Containers = { [`${'a'.repeat(64)}`]: { Name: 'stranger' }, [`${'b'.repeat(64)}`]: {} };
  expect(await answering({ Id: 'n1', Driver: 'bridge', Containers }).networkUsers('n1', signal)).toEqual([
    { id: 'a'.repeat(64), name: 'stranger' },
    { id: 'b'.repeat(64), name: 'b'.repeat(12) },
  ]);
  expect(await answering({ Id: 'n1', Driver: 'bridge', Containers: null }).networkUsers('n1', signal)).toEqual([]);
});

// As Debian's Docker 28.5.2 answers with --userns-remap, and 26.1.5 as it is.
test.each([
  ['host', ['name=seccomp,profile=builtin', 'name=cgroupns']],
  ['remapped', ['name=seccomp,profile=builtin', 'name=userns']],
  ['rootless', ['name=seccomp,profile=builtin', 'name=rootless', 'name=cgroupns']],
  ['host', null],
] as const)('the users of an engine are %s with the security options %j', async (users, SecurityOptions) => {
  expect(await answering({ SecurityOptions }).users(signal)).toBe(users);
});

// As Debian's Podman 5.4.2 (`podman system service`) answers each request.
test.each(Object.keys(queries))('%s: a socket of Podman is recognised at once', async (name) => {
  const podman = answering('OK', { server: 'Libpod/5.4.2 (linux)', 'api-version': '1.41', ostype: 'linux' });
  await expect(queries[name]?.(podman)).rejects.toMatchObject({
    failure: { code: 'engine/podman', detail: expect.stringContaining('Podman 5.4.2') },
  });
});
