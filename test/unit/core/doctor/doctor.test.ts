import { expect, test } from 'vitest';
import { doctorText } from '../../../../electron/cli/commands/doctor.ts';
import { diagnose } from '../../../../electron/core/doctor/doctor.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { lines } from '../../../doubles/command.ts';
import { found, machine } from '../../../doubles/doctor.ts';

const text = async (world: World) =>
  doctorText(await diagnose(world, new AbortController().signal), {
    io: {
      out: () => {},
      err: () => {},
      log: () => {},
      full: () => null,
      rewind: () => {},
      interactive: false,
      live: false,
      columns: 80,
      colour: false,
      errors: { columns: 80, colour: false },
      ask: async () => '',
    },
  });
test('a healthy machine has a line for each check', async () => {
  expect(await text(machine())).toBe(
    lines(
      '✓ Settings        /c/settings.json',
      '✓ Docker engine   Docker 29.7.0 (API 1.54)',
      '✓ Docker context  default: unix:///run/docker.sock',
      '✓ Base image      jenkins/jenkins:lts-jdk21 is the newest',
      '✓ Home            /srv/jenkins, writable, 50.0 GiB free',
      '✓ Ports           free, or ours, on 127.0.0.1',
      '✓ Names           free, or ours',
      '✓ GPUs            GPU 0: A (UUID: GPU-1)',
      '✓ Nested engine   MTU 1500, DNS works',
      '✓ Login           none is stored for this Jenkins',
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

test('an engine from a snap is told by name', async () => {
  const dataRoot = async () => '/var/snap/docker/common/var-lib-docker';
  expect(await found(machine({ engine: { dataRoot } }), 'engine')).toMatchObject({
    state: 'warning',
    failure: { code: 'engine/snap', command: 'sudo snap remove docker && sudo apt install docker.io' },
  });
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
    'base skipped',
    'home skipped',
    'ports skipped',
    'names skipped',
    'gpu skipped',
    'nested skipped',
    'login skipped',
  ]);
  expect(checks[1]).toMatchObject({ detail: 'unix:///run/docker.sock', failure: { code: 'engine/forbidden' } });
  expect(checks[2]).toMatchObject({ detail: 'needs the engine', failure: null });
});

test('one check that throws does not affect the others', async () => {
  const exec = async () => {
    throw new FailureError({ code: 'engine/timeout', title: 'Docker did not answer in time', detail: '' });
  };
  const world = machine({ engine: { exec } });
  expect((await found(world, 'nested'))?.failure?.code).toBe('engine/timeout');
  expect((await found(world, 'home'))?.state).toBe('ok');
});

test('a check that is interrupted ends all of them', async () => {
  const exec = async () => {
    throw new FailureError({ code: 'run/interrupted', title: 'Interrupted', detail: '' });
  };
  await expect(diagnose(machine({ engine: { exec } }), new AbortController().signal)).rejects.toThrow('Interrupted');
});

test('a settings file with a mistake has failed, and the rest is checked with the defaults', async () => {
  const problem = { code: 'settings/invalid', title: 'The settings are invalid', detail: '' } as const;
  const world = machine();
  const settings = { ...world.settings, load: () => ({ ...world.settings.load(), problem }) };
  const checks = await diagnose({ ...world, settings }, new AbortController().signal);
  expect(checks[0]).toMatchObject({ state: 'failed', detail: problem.title, failure: problem });
  expect(checks.slice(1).every(({ state }) => state === 'ok')).toBe(true);
});
