import { expect, test } from 'vitest';
import type { Scope } from '../../../../electron/core/observe/observe.ts';
import { observePreflight } from '../../../../electron/core/observe/preflight.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { ok } from '../../../../electron/shared/failure.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { container, goodHome, HOME, names, nothingThere, runningBuild, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const KINDS: Readonly<Record<string, 'missing' | 'unresponsive' | 'folder'>> = {
  '/gone': 'missing',
  '/hung': 'unresponsive',
  '/well': 'folder',
};
const dataMounts = Object.keys(KINDS).map((source) => ({ source, target: null, readOnly: false }));
const HEARTBEAT = 'v1 abc other far default 1 2';

interface Given {
  readonly running?: readonly ContainerFact[];
  readonly socket?: string | null;
  readonly hasAddress?: boolean;
  readonly scope?: Partial<Scope>;
}
async function look({ running = [], socket = '/s', hasAddress = true, scope = {} }: Given) {
  const world = fakeWorld({
    clock: jumpingClock(),
    endpoint: { host: 'h', context: 'default', socket },
    engine: {
      runningContainers: async () => running,
      containersNamed: async () => running,
      users: async () => 'remapped',
    },
    host: {
      home: async (path) => ({ ...goodHome, kind: KINDS[path] ?? 'folder' }),
      realPath: async (path) => path,
      hasAddress: async () => hasAddress,
      portHolder: async (_, port) => (port === 8080 ? 'nginx' : null),
      freePortNear: async () => 8082,
      heartbeat: async () => HEARTBEAT,
      mentions: async (home, text) => [`${home} ${text}`],
      jenkins: async () => [],
    },
  });
  const facts = { ...nothingThere, builds: ok([runningBuild]) };
  const given = { settings: settings({ dataMounts }), names, home: HOME, ...scope };
  return (await observePreflight(world, given, facts, new AbortController().signal)).preflight;
}

test('before a change, all that it depends on is looked at', async () => {
  const other = container('other', { mounts: [{ source: '/link', target: '/l' }] });
  expect(await look({ running: [other] })).toEqual({
    running: [other],
    takenPorts: [{ address: '127.0.0.1', port: 8080, holder: 'nginx', free: 8082 }],
    builds: ok([runningBuild]),
    users: 'remapped',
    addressMissing: false,
    missingMounts: ['/gone'],
    unresponsiveMounts: ['/hung'],
    dockerNamedIn: [],
    others: [],
    hostJenkins: [],
    otherBuilds: {},
    takenBefore: [],
    holder: null,
    realPaths: { [HOME]: HOME, '/link': '/link' },
  });
});

test('an address is missing only on this computer', async () => {
  expect((await look({ hasAddress: false })).addressMissing).toBe(true);
  expect((await look({ hasAddress: false, socket: null })).addressMissing).toBe(false);
});

test('the holder of the home is watched before a start only, and not if it runs here', async () => {
  expect((await look({ scope: { deadHolder: null } })).holder).toMatchObject({ host: 'far', beats: false });
  expect((await look({ scope: { deadHolder: null }, running: [container('a', { id: 'abcdef' })] })).holder).toBeNull();
  expect((await look({})).holder).toBeNull();
});

test('the home is searched for the name docker where another container has it', async () => {
  const inNetwork = (name: string) => container(name, { networks: [{ name: names.network, id: '1' }] });
  expect((await look({ running: [container('a'), inNetwork('docker')] })).dockerNamedIn).toEqual([
    `${HOME} tcp://docker:`,
  ]);
  expect((await look({ running: [inNetwork('blue')] })).dockerNamedIn).toEqual([]);
  const made = {
    command: [],
    env: [],
    exposed: [],
    publishes: [],
    user: '',
    memory: 0,
    restart: { name: 'no', retries: 0 },
  };
  const engine = { ...inNetwork(names.nestedEngine), made: { ...made, aliases: { [names.network]: ['docker'] } } };
  expect((await look({ running: [engine] })).dockerNamedIn).toEqual([]);
});
