import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createController } from '../../../../electron/core/control/controller.ts';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { testClock } from '../../../doubles/clock.ts';
import { goodHome, nothingThere, ours } from '../../../doubles/situation.ts';
import { fakeWorld, freeLock, intentStore, intentWith, settingsWith } from '../../../doubles/world.ts';

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
  const world = fakeWorld({
    settings: settingsWith(),
    intent: intentStore(intentWith())[0],
    lock: {
      holder: async () => null,
      async acquire(purpose: string) {
        taken.push(purpose);
        holders += 1;
        most = Math.max(most, holders);
        return {
          signal: new AbortController().signal,
          cancelled: new AbortController().signal,
          release: async () => {
            holders -= 1;
          },
        };
      },
    },
    engine: { containersNamed: hang, networksNamed: hang, volumesNamed: hang, imagesNamed: hang },
    host: { home: async () => ({ ...goodHome, kind: 'missing' }) },
    contexts: { find: async () => null },
  });
  return { world, taken, most: () => most };
}

test('only the newest queued request runs, one at a time', async () => {
  const { world, taken, most } = hanging();
  const controller = createController(world, '1.0.0');
  const request = () => controller.fulfil({ mode: 'off', consents: [] });
  const first = request();
  await sleep(5);
  const second = request();
  const third = request();
  expect(await first).toMatchObject({ ok: false, failure: { code: 'run/interrupted' } });
  expect(await second).toMatchObject({ ok: false, failure: { title: 'A newer request replaced this one' } });
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
  const clock = testClock();
  const none = async () => [];
  const world = fakeWorld({
    clock,
    settings: { ...settingsWith(), watch: () => () => undefined },
    intent: { ...intentStore(intentWith())[0], watch: () => () => undefined },
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
    /** Lets each timer run that waits. */
    async pass() {
      clock.runAll();
      await settle();
    },
    async answer() {
      for (const resolve of answers.splice(0)) resolve();
      await settle();
    },
  };
}

test('a change during an observation leads to another observation', async () => {
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
const whichGoesAway = ({ engine }: World, away: () => boolean): World['engine'] => ({
  ...engine,
  async containersNamed() {
    if (away()) throw new FailureError({ code: 'engine/unreachable', title: 'Docker does not answer', detail: '' });
    return [];
  },
});

test('after a suspend an unreachable engine is retried for a while before it is reported', async () => {
  const lab = machine([]);
  let now = 0;
  let away = false;
  const world: World = {
    ...lab.world,
    clock: { now: () => 0, monotonic: () => now, after: lab.world.clock.after },
    engine: whichGoesAway(lab.world, () => away),
  };
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

test('a pending intent is finished when the engine is back', async () => {
  const lab = machine([]);
  const [intent, stored] = intentStore(intentWith({ state: 'pending' }));
  let away = true;
  const world: World = {
    ...lab.world,
    intent: { ...intent, watch: () => () => undefined },
    lock: freeLock,
    engine: whichGoesAway(lab.world, () => away),
  };
  const controller = createController(world, '1.0.0');
  controller.watch();
  await lab.settle();
  await lab.pass();
  expect(controller.snapshot().engine.kind).toBe('unreachable');
  expect(stored().state).toBe('pending');
  away = false;
  await lab.pass();
  expect(stored().state).toBe('settled');
  expect(controller.snapshot().jenkins.kind).toBe('stopped');
  await controller.close();
});
