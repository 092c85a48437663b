import { expect, test } from 'vitest';
import { doctorText } from '../../../../electron/cli/commands/doctor.ts';
import { diagnose } from '../../../../electron/core/doctor/doctor.ts';
import type { ContainerFact, EngineClient } from '../../../../electron/core/world/engine.ts';
import type { HomeFact, Host } from '../../../../electron/core/world/host.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { testClock } from '../../../doubles/clock.ts';
import { lines } from '../../../doubles/command.ts';
import { GIB } from '../../../doubles/gpu-sample.ts';
import { container as containerOf, goodHome } from '../../../doubles/situation.ts';
import { fakeWorld, settingsWith } from '../../../doubles/world.ts';

const label = { 'io.jenkins-tray.instance': 'default' };
const container = (name: string, change: Partial<ContainerFact> = {}) =>
  containerOf(name, { labels: label, ...change });

/** A healthy DinD set-up, with what a test makes worse. */
function machine(
  worse: { engine?: Partial<EngineClient>; host?: Partial<Host>; home?: Partial<HomeFact> } = {},
): World {
  return fakeWorld({
    clock: testClock(1_700_000_000_000),
    settings: settingsWith(),
    jenkins: {
      page: async () => ({ kind: 'ready', version: '2.568.2' }),
      running: async () => ({ ok: true, value: [] }),
    },
    engine: {
      version: async () => ({ version: '29.7.0', apiVersion: '1.54', os: 'linux' }),
      containersNamed: async () => [container('nvidia-dind-container'), container('jenkins-container')],
      runningContainers: async () => [container('nvidia-dind-container'), container('jenkins-container')],
      networksNamed: async () => [],
      volumesNamed: async () => [],
      imagesNamed: async () => [{ name: 'jenkins-image', id: 'sha256:1', labels: label }],
      exec: async () => ({ exitCode: 0, stdout: '1500 yes\n', stderr: '' }),
      runOneShot: async () => ({ exitCode: 0, stdout: 'GPU 0: A (UUID: GPU-1)\n', stderr: '' }),
      ...worse.engine,
    },
    contexts: { find: async () => null },
    host: {
      home: async () => ({ ...goodHome, freeBytes: 50 * GIB, ...worse.home }),
      portHolder: async () => null,
      freePortNear: async (_address: string, port: number) => port + 1,
      realPath: async (path: string) => path,
      hasGpu: async () => true,
      mtu: async () => 1500,
      ...worse.host,
    },
  });
}

const text = async (world: World) =>
  doctorText(await diagnose(world, new AbortController().signal), {
    io: {
      out: () => {},
      err: () => {},
      log: () => {},
      rewind: () => {},
      interactive: false,
      live: false,
      columns: 80,
      colour: false,
      ask: async () => '',
    },
  });
const found = async (world: World, id: string) =>
  (await diagnose(world, new AbortController().signal)).find((check) => check.id === id);

test('a healthy machine has a line for each check', async () => {
  expect(await text(machine())).toBe(
    lines(
      '✓ Settings        /c/settings.json',
      '✓ Docker engine   Docker 29.7.0 (API 1.54)',
      '✓ Docker context  default: unix:///run/docker.sock',
      '✓ Home            /srv/jenkins, writable, 50.0 GiB free',
      '✓ Ports           free, or ours, on 127.0.0.1',
      '✓ Names           free, or ours',
      '✓ GPUs            GPU 0: A (UUID: GPU-1)',
      '✓ Nested engine   MTU 1500, DNS works',
    ),
  );
});

test.each([
  ['remapped', 'warning', 'engine/remapped'],
  ['rootless', 'warning', 'engine/rootless'],
] as const)('an engine whose users are %s: %s', async (kind, state, code) => {
  const users = async () => kind;
  expect(await found(machine({ engine: { users } }), 'engine')).toMatchObject({ state, failure: { code } });
});

test('a rootless engine that no Jenkins runs on yet has failed', async () => {
  const engine = { users: async () => 'rootless' as const, containersNamed: async () => [] };
  expect(await found(machine({ engine }), 'engine')).toMatchObject({ state: 'failed' });
});

test('without an engine, the checks that need it are skipped with the reason', async () => {
  const version = async () => {
    throw new FailureError({
      code: 'engine/forbidden',
      title: 'Not allowed',
      detail: '',
      fix: 'Join the group docker.',
    });
  };
  const checks = await diagnose(machine({ engine: { version } }), new AbortController().signal);
  expect(checks.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'settings ok',
    'engine failed',
    'context skipped',
    'home skipped',
    'ports skipped',
    'names skipped',
    'gpu skipped',
    'nested skipped',
  ]);
});

test('a home that Jenkins cannot write to, or that is nearly full, fails with a fix', async () => {
  const runOneShot = async () => ({ exitCode: 1, stdout: '', stderr: '' });
  const locked = machine({ home: { writable: false, ownerUid: 1001 }, engine: { runOneShot } });
  expect((await found(locked, 'home'))?.failure?.command).toBe("sudo chown -R 1000:1000 '/srv/jenkins'");
  expect((await found(machine({ home: { freeBytes: GIB } }), 'home'))?.failure?.code).toBe('home/too-full');
});

test('whether Jenkins can write is unknown before there is an image', async () => {
  const imagesNamed = async () => [];
  const check = await found(machine({ home: { writable: null }, engine: { imagesNamed } }), 'home');
  expect(check?.state).toBe('skipped');
});

test('a taken port names its holder and a free one', async () => {
  const host = { portHolder: async (_address: string, port: number) => (port === 8080 ? 'nginx' : null) };
  const check = await found(machine({ host }), 'ports');
  expect([check?.detail, check?.failure?.detail]).toEqual(['8080 is taken by nginx', '8081 is free.']);
});

test('one check that throws does not affect the others', async () => {
  const exec = async () => {
    throw new FailureError({ code: 'engine/timeout', title: 'Docker did not answer in time', detail: '' });
  };
  const world = machine({ engine: { exec } });
  expect((await found(world, 'nested'))?.failure?.code).toBe('engine/timeout');
  expect((await found(world, 'home'))?.state).toBe('ok');
});

test('an MTU above the host’s and a missing DNS are warnings that name the setting', async () => {
  const answers = (stdout: string) => machine({ engine: { exec: async () => ({ exitCode: 0, stdout, stderr: '' }) } });
  expect((await found(answers('9000 yes yes'), 'nested'))?.failure?.command).toBe(
    'jenkins-tray config set nested.mtu 1500',
  );
  expect((await found(answers('1500 no yes'), 'nested'))?.failure?.title).toBe('Builds may not resolve host names');
});

test('where this computer itself resolves no internet names, DinD is not blamed for it', async () => {
  const exec = async () => ({ exitCode: 0, stdout: '1500 no no', stderr: '' });
  expect(await found(machine({ engine: { exec } }), 'nested')).toMatchObject({ state: 'ok', failure: null });
});

test('a nested engine that copies whole images is a warning', async () => {
  const answers = (stdout: string) => machine({ engine: { exec: async () => ({ exitCode: 0, stdout, stderr: '' }) } });
  expect(await found(answers('1500 yes yes vfs'), 'nested')).toMatchObject({
    state: 'warning',
    failure: { code: 'dind/storage' },
  });
  expect((await found(answers('1500 yes yes overlay2'), 'nested'))?.state).toBe('ok');
});

test('hand-made containers are a warning', async () => {
  const containersNamed = async () => [container('jenkins-dood-container', { labels: {} })];
  expect((await found(machine({ engine: { containersNamed } }), 'names'))?.state).toBe('warning');
});
