import { expect, test } from 'vitest';
import { baseNotices, isLookDue, lookAtBase, lookDaily } from '../../../../electron/core/observe/newer-base.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { upgrade } from '../../../doubles/upgrades.ts';

const DAY_MS = 86_400_000;
const signal = new AbortController().signal;
const NEWER = 'sha256:1234567890abcdef';
const told = (machine: Machine) => {
  const { world } = machine.process();
  return baseNotices(world, machine.settings).map(({ failure }) => failure.code);
};
const look = (machine: Machine) => lookDaily(machine.process().world, signal);

test('a newer base is told, once a day is asked, and nothing is built', async () => {
  const machine = await Machine.running('dood');
  machine.engine.registry = () => NEWER;
  await look(machine);
  expect(told(machine)).toEqual(['upgrade/newer-base']);
  const snapshot = await machine.process().controller.refresh();
  expect(snapshot.notices.map(({ failure }) => failure.title)).toEqual(['A newer jenkins/jenkins:lts-jdk21 is there']);
  expect(machine.record).toEqual([]);
  let asked = 0;
  machine.engine.registry = () => {
    asked += 1;
    return NEWER;
  };
  await look(machine);
  expect(asked).toBe(0);
  const { world } = machine.process();
  expect([isLookDue(world, world.clock.now()), isLookDue(world, world.clock.now() + DAY_MS)]).toEqual([false, true]);
});

test('a registry that does not answer, or has the same, tells nothing and is asked tomorrow', async () => {
  const machine = await Machine.running('dood');
  await look(machine);
  expect([told(machine), machine.upgrades.look?.newer]).toEqual([[], null]);
  machine.clock.advance(DAY_MS);
  machine.engine.registry = (base) => `digest of ${base}`;
  await look(machine);
  expect(told(machine)).toEqual([]);
});

test('it can be turned off, and another base or an upgrade makes it past', async () => {
  const machine = await Machine.running('dood');
  machine.engine.registry = () => NEWER;
  await look(machine);
  const { images } = machine.settings;
  machine.settings = { ...machine.settings, images: { ...images, checkForNewer: false } };
  const { world } = machine.process();
  expect([told(machine), isLookDue(world, world.clock.now() + DAY_MS)]).toEqual([[], false]);
  machine.settings = { ...machine.settings, images };
  machine.clock.advance(1000);
  await upgrade(machine);
  expect(told(machine)).toEqual([]);
  machine.settings = { ...machine.settings, images: { ...images, jenkinsBase: 'other/jenkins:lts' } };
  expect(isLookDue(world, world.clock.now())).toBe(true);
});

test('after the clock was set back the registry is asked again', async () => {
  const machine = await Machine.running('dood');
  await look(machine);
  const { world } = machine.process();
  const now = world.clock.now();
  expect([now - 1, now, now + DAY_MS - 1].map((at) => isLookDue(world, at))).toEqual([true, false, false]);
});

test('without an image here, or an answer, there is nothing to compare', async () => {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const found = (here: readonly string[], registry: string | null) =>
    lookAtBase({ ...world, engine: { ...world.engine, baseDigests: async () => ({ here, registry }) } }, signal);
  expect(await found([], NEWER)).toBe(null);
  expect(await found(['sha256:one'], null)).toBe(null);
  expect(await found(['sha256:one'], NEWER)).toMatchObject({ newer: NEWER });
  expect(await found(['sha256:one', NEWER], NEWER)).toMatchObject({ newer: null });
});

test('a look that is given up stores nothing', async () => {
  const machine = await Machine.running('dood');
  const ended = AbortSignal.abort(new Error('the app ends'));
  await expect(lookDaily(machine.process().world, ended)).rejects.toThrow('the app ends');
  expect(machine.upgrades.look).toBe(null);
});

test('what was found of one base is not told of another', async () => {
  const machine = await Machine.running('dood');
  machine.engine.registry = () => NEWER;
  await look(machine);
  const { images } = machine.settings;
  machine.settings = { ...machine.settings, images: { ...images, jenkinsBase: 'other/jenkins:lts' } };
  expect(told(machine)).toEqual([]);
});

test('an image that was built since the look has what was new', async () => {
  const machine = await Machine.running('dood');
  await upgrade(machine);
  const done = machine.upgrades.stored;
  if (done === null) throw new Error('there was no upgrade');
  const base = machine.settings.images.jenkinsBase;
  const toldOf = (at: number): readonly string[] => {
    machine.upgrades.look = { base, at, newer: NEWER };
    return told(machine);
  };
  expect(toldOf(done.at - 1)).toEqual([]);
  expect(toldOf(done.at + 1)).toEqual(['upgrade/newer-base']);
  machine.upgrades.stored = { ...done, state: 'undone' };
  expect(toldOf(done.at - 1)).toEqual(['upgrade/newer-base']);
});
