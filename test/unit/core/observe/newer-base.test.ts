import { expect, test } from 'vitest';
import { baseNotices, isLookDue, lookDaily } from '../../../../electron/core/observe/newer-base.ts';
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
  machine.engine.registry = () => {
    throw new Error('asked again');
  };
  await look(machine);
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
