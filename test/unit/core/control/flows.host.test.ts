import { expect, test } from 'vitest';
import { type Controller, createController } from '../../../../electron/core/control/controller.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import {
  settingsFileUnreadable,
  settingsUnreadable,
  settingsUnwritable,
} from '../../../../electron/shared/failures/settings.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names, settings } from '../../../doubles/situation.ts';

/** Files of the user, intent and lock that fail: what is told is true, and what can go on goes on. */

/** A process on a machine whose world differs in this. */
function withWorld(machine: Machine, change: (world: World) => Partial<World>): Controller {
  const { world } = machine.process();
  return createController({ ...world, ...change(world) }, '1.0.0');
}
const isGone = (path: string): never => {
  throw new FailureError(settingsFileUnreadable(path, 'No such file'));
};

/** A machine whose list of packages is gone once `gone` returns true. */
async function withoutPackages(mode: 'dind' | 'dood', gone: () => boolean = () => true) {
  const machine = await Machine.running(mode);
  const { images } = machine.settings;
  machine.settings = settings({ images: { ...images, packagesFile: '/home/ann/packages.txt' } });
  const controller = withWorld(machine, ({ host }) => ({
    host: { ...host, readText: async (path) => (gone() ? isGone(path) : '') },
  }));
  return { machine, controller };
}

test('a list of packages that is gone is told as that, and Jenkins and engine as they are', async () => {
  const { controller } = await withoutPackages('dood');
  const seen = await controller.refresh();
  expect([seen.engine.kind, seen.jenkins.kind]).toEqual(['connected', 'running']);
  expect(seen.notices.map(({ failure }) => failure.code)).toEqual(['settings/invalid']);
  expect(await controller.fulfil({ mode: 'dind', consents: [] })).toMatchObject({
    failure: { code: 'settings/invalid' },
  });
});

test('the way back needs no list of packages', async () => {
  let gone = false;
  const { machine, controller } = await withoutPackages('dood', () => gone);
  machine.behaviour = ({ name }) => (name === names.jenkins.dind ? { readyAfter: null } : {});
  machine.engine.onEvent((name, what) => {
    if (name === names.jenkins.dind && what === 'start') gone = true;
  });
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
});

test('an intent that cannot be read is told as that, at each look', async () => {
  const machine = await Machine.running('dood');
  const controller = withWorld(machine, ({ intent }) => ({
    intent: {
      ...intent,
      load() {
        throw new FailureError(settingsUnreadable('/c', 'EACCES'));
      },
    },
  }));
  controller.watch();
  const seen = await controller.refresh();
  expect(seen.jenkins).toMatchObject({ kind: 'failed', failure: { code: 'settings/unwritable' } });
  expect(seen.engine.kind).not.toBe('unreachable');
  expect(await controller.fulfil({ mode: 'off', consents: [] })).toMatchObject({
    failure: { code: 'settings/unwritable' },
  });
  await controller.close();
});

/** DooD runs, DinD never gets ready, and the disk is full once the wish for it is stored. */
async function onFullDisk() {
  const machine = await Machine.running('dood');
  machine.behaviour = ({ name }) => (name === names.jenkins.dind ? { readyAfter: null } : {});
  let saves = 0;
  const controller = withWorld(machine, ({ intent }) => ({
    intent: {
      ...intent,
      async save(next) {
        saves += 1;
        if (saves > 1) throw new FailureError(settingsUnwritable('/c', 'ENOSPC'));
        await intent.save(next);
      },
    },
  }));
  return { machine, controller };
}

test('with a full disk the old Jenkins comes back all the same, and the reason is told', async () => {
  const { machine, controller } = await onFullDisk();
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
});

test('with a full disk a cancel brings the old Jenkins back all the same, and the full disk is told', async () => {
  const { machine, controller } = await onFullDisk();
  const toDind = controller.fulfil({ mode: 'dind', consents: 'all' });
  await until(() => machine.jenkinsOnHome().some(({ name }) => name === names.jenkins.dind), 'the new Jenkins');
  expect(await controller.cancel()).toMatchObject({ ok: false, failure: { code: 'settings/unwritable' } });
  expect(await toDind).toMatchObject({ ok: false, failure: { code: 'run/interrupted' } });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
  expect(machine.violations).toEqual([]);
});

test('what is only noted, and a full disk cannot keep, ends no switch', async () => {
  const machine = await Machine.running('dood');
  const controller = withWorld(machine, ({ engine, intent, socketGroup }) => ({
    engine: {
      ...engine,
      async exec(...given) {
        const ran = await engine.exec(...given);
        return given[1].at(-1)?.endsWith('healthcheck') === true ? { ...ran, stdout: 'no NVIDIA toolkit' } : ran;
      },
    },
    intent: {
      ...intent,
      async save(next) {
        if (next.toolkitFrom !== null) throw new FailureError(settingsUnwritable('/c', 'ENOSPC'));
        await intent.save(next);
      },
    },
    socketGroup: {
      ...socketGroup,
      remembered: async () => null,
      async remember() {
        throw new FailureError(settingsUnwritable('/c', 'ENOSPC'));
      },
    },
    host: { ...machine.process().world.host, nvidiaRepository: async () => 'https://example.org/libnvidia-container' },
  }));
  for (const mode of ['dind', 'dood'] as const)
    expect(await controller.fulfil({ mode, consents: 'all' })).toMatchObject({ ok: true });
});

test('work of another process that died is shown no longer, and finished', async () => {
  const machine = await Machine.running('dood');
  machine.intent = { ...machine.intent, mode: 'dind', from: 'dood', state: 'pending' };
  const lock = await machine.process().world.lock.acquire('another command');
  const { controller } = machine.process();
  controller.watch();
  await until(() => controller.snapshot().jenkins.kind === 'converging', 'the work of the other process');
  await lock.release();
  await until(() => machine.intent.state === 'settled', 'the rest');
  await until(() => controller.snapshot().jenkins.kind === 'running', 'the end');
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  await controller.close();
});

test('work of another process that begins and dies while the app runs is finished, though nothing tells of its end', async () => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  controller.watch();
  await until(() => controller.snapshot().jenkins.kind === 'running', 'the first look');
  const { world } = machine.process();
  const lock = await world.lock.acquire('another command');
  await world.intent.save({ ...machine.intent, mode: 'dind', from: 'dood', state: 'pending' });
  await until(() => controller.snapshot().jenkins.kind === 'converging', 'the work of the other process');
  machine.clock.advance(60_000);
  expect(machine.intent.state).toBe('pending');
  await lock.release();
  await until(() => machine.intent.state === 'settled', 'the rest');
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dind]);
  await controller.close();
});

test('a view that fails ends no switch', async () => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  const said: unknown[] = [];
  const { error } = console;
  console.error = (thrown: unknown) => said.push(thrown);
  controller.subscribe(() => {
    throw new Error('the view is broken');
  });
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  console.error = error;
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(String(said[0])).toContain('the view is broken');
});

test.each(['settled', 'pending'] as const)(
  'a home whose disk spins up delays a request and ends none: %s',
  async (state) => {
    const machine = await Machine.running('dood');
    if (state === 'pending') machine.intent = { ...machine.intent, mode: 'dind', state };
    let looks = 0;
    const controller = withWorld(machine, ({ host }) => ({
      host: {
        ...host,
        async home(path) {
          looks += 1;
          const found = await host.home(path);
          return looks <= 3
            ? { ...found, kind: 'unresponsive' as const, empty: null, marked: null, fresh: null }
            : found;
        },
      },
    }));
    expect(await controller.fulfil({ mode: 'dind', consents: 'all' })).toMatchObject({ ok: true });
    expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dind]);
  },
);

test('a home that hangs ends a request within half a minute, and stops nothing', async () => {
  const machine = await Machine.running('dood');
  machine.home = { ...machine.home, kind: 'unresponsive' };
  const { controller } = machine.process();
  const began = machine.clock.now();
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'home/unresponsive' } });
  expect(machine.clock.now() - began).toBeLessThan(30_000);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
});
