import { expect, test } from 'vitest';
import { lostWayBack, upgradesView } from '../../../../electron/core/control/upgrade-way-back.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { AFTER, BEFORE, back, upgrade } from '../../../doubles/upgrades.ts';

const signal = new AbortController().signal;
const view = (machine: Machine) => upgradesView(machine.process().world, signal);
const lost = (machine: Machine, name = machine.upgrades.stored?.snapshot ?? '') =>
  lostWayBack(machine.process().world, name);

test('the way back is told as long as there is one', async () => {
  const machine = await Machine.running('dood');
  expect(await view(machine)).toMatchObject({ base: BEFORE, back: null });
  await upgrade(machine);
  const snapshot = machine.upgrades.stored?.snapshot ?? '';
  expect(await view(machine)).toMatchObject({ base: AFTER, back: { mode: 'dood', snapshot } });
  expect(lost(machine)).toContain('afterwards upgrade --back is refused');
  expect(lost(machine, 'another')).toBe(null);
  await back(machine);
  expect(await view(machine)).toMatchObject({ base: BEFORE, back: null });
  expect(lost(machine, snapshot)).toBe(null);
});

test('without the image from before there is no way back', async () => {
  const machine = await Machine.running('dood');
  await upgrade(machine);
  const { world } = machine.process();
  const image = machine.upgrades.stored?.before.keptAs ?? '';
  await world.engine.removeImage(image, signal);
  expect((await view(machine)).back).toBe(null);
});
