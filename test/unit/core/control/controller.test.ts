import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createController } from '../../../../electron/core/control/controller.ts';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { nothingThere, ours } from '../../../doubles/situation.ts';

/** A world whose engine never answers, and only hears of an abort; notes who holds the lock. */
function hanging() {
  const taken: string[] = [];
  let holders = 0;
  let most = 0;
  const hang = (_names: unknown, signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  const world: World = Object.assign(Object.create(null), {
    home: '/srv/jenkins',
    clock: { now: () => 0, after: () => () => undefined },
    settings: { load: () => ({ settings: defaultSettings, problem: null }) },
    intent: { load: () => ({ id: 1, mode: 'off', from: 'off', state: 'settled', consents: [], purge: [] }) },
    lock: {
      holder: async () => null,
      async acquire(purpose: string) {
        taken.push(purpose);
        holders += 1;
        most = Math.max(most, holders);
        return {
          signal: new AbortController().signal,
          release: async () => {
            holders -= 1;
          },
        };
      },
    },
    engine: { containersNamed: hang, networksNamed: hang, volumesNamed: hang, imagesNamed: hang },
    host: { home: async () => ({ kind: 'missing' }) },
    contexts: { find: async () => null },
  });
  return { world, taken, most: () => most };
}

test('only the newest queued request runs, one at a time', async () => {
  const { world, taken, most } = hanging();
  const controller = createController(world, '1.0.0');
  const wish = () => controller.fulfil({ mode: 'off', consents: [] });
  const first = wish();
  await sleep(5);
  const second = wish();
  const third = wish();
  expect(await first).toMatchObject({ ok: false, failure: { code: 'run/interrupted' } });
  expect(await second).toMatchObject({ ok: false, failure: { title: 'Something newer was asked for' } });
  await sleep(5);
  expect(taken).toHaveLength(2);
  expect(most()).toBe(1);
  await controller.close();
  expect(await third).toMatchObject({ ok: false, failure: { title: 'Jenkins Tray is closing' } });
});

/** The world of a machine that is off; each look waits for `answer`, and `pass` lets the clock's next timer run. */
function machine(containers: Facts['containers']) {
  let there = containers;
  let changed = (): void => undefined;
  const answers: (() => void)[] = [];
  const due: (() => void)[] = [];
  const none = async () => [];
  const after = (_ms: number, run: () => void) => {
    due.push(run);
    return () => undefined;
  };
  const world: World = Object.assign(Object.create(null), {
    home: '/srv/jenkins',
    clock: { now: () => 0, after },
    endpoint: { host: 'unix:///run/docker.sock', context: 'default', socket: '/run/docker.sock' },
    settings: { load: () => ({ settings: defaultSettings, problem: null }), watch: () => () => undefined },
    intent: {
      load: () => ({ id: 1, mode: 'off', from: 'off', state: 'settled', consents: [], purge: [], failure: null }),
      watch: () => () => undefined,
    },
    lock: { holder: async () => null },
    engine: {
      version: async () => nothingThere.engine,
      networksNamed: none,
      volumesNamed: none,
      imagesNamed: none,
      async containersNamed() {
        const seen = there;
        await new Promise<void>((resolve) => answers.push(resolve));
        return seen;
      },
      watch: (told: () => void) => {
        changed = told;
      },
    },
    host: { home: async () => nothingThere.home },
    contexts: { find: async () => null },
  });
  const settle = () => sleep(5);
  return {
    world,
    settle,
    change(now: Facts['containers']) {
      there = now;
      changed();
    },
    async pass() {
      for (const run of due.splice(0)) run();
      await settle();
    },
    async answer() {
      for (const resolve of answers.splice(0)) resolve();
      await settle();
    },
  };
}

test('what changes while a look is under way is seen by another one', async () => {
  const lab = machine(ours('dood', { state: 'exited' }));
  const controller = createController(lab.world, '1.0.0');
  controller.watch();
  await lab.settle();
  lab.change([]);
  await lab.pass();
  await lab.answer();
  expect(controller.snapshot().jenkins.kind).toBe('drifted');
  await lab.answer();
  expect(controller.snapshot().jenkins.kind).toBe('stopped');
  await controller.close();
});

/** The same engine, which does not answer while it is away. */
const whichGoesAway = ({ engine }: World, away: () => boolean): World['engine'] =>
  Object.assign(Object.create(null), engine, {
    async containersNamed() {
      if (away()) throw new FailureError({ code: 'engine/unreachable', title: 'Docker does not answer', detail: '' });
      return [];
    },
  });

test('after a sleep an engine that does not answer is asked again before that is told, and not for ever', async () => {
  const lab = machine([]);
  let now = 0;
  let away = false;
  const world: World = Object.assign(Object.create(null), lab.world, {
    clock: { now: () => now, after: lab.world.clock.after },
    engine: whichGoesAway(lab.world, () => away),
  });
  const controller = createController(world, '1.0.0');
  controller.watch();
  await lab.settle();
  away = true;
  await controller.wake();
  now = 29_000;
  await lab.pass();
  expect(controller.snapshot()).toMatchObject({ engine: { kind: 'connected' }, jenkins: { kind: 'stopped' } });
  now = 31_000;
  await lab.pass();
  expect(controller.snapshot()).toMatchObject({ engine: { kind: 'unreachable' }, jenkins: { kind: 'unknown' } });
  await controller.close();
});

test('what a former run began is finished once an engine that was away is back', async () => {
  const lab = machine([]);
  let intent = { ...lab.world.intent.load(), state: 'pending' };
  let away = true;
  const world: World = Object.assign(Object.create(null), lab.world, {
    intent: {
      load: () => intent,
      save: async (next: typeof intent) => {
        intent = next;
      },
      watch: () => () => undefined,
    },
    lock: {
      holder: async () => null,
      acquire: async () => ({ signal: new AbortController().signal, release: async () => undefined }),
    },
    engine: whichGoesAway(lab.world, () => away),
  });
  const controller = createController(world, '1.0.0');
  controller.watch();
  await lab.settle();
  expect(controller.snapshot().engine.kind).toBe('unreachable');
  expect(intent.state).toBe('pending');
  away = false;
  await lab.pass();
  expect(intent.state).toBe('settled');
  expect(controller.snapshot().jenkins.kind).toBe('stopped');
  await controller.close();
});
