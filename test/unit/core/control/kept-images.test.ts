import { expect, test } from 'vitest';
import { ownImages, removeOwnImage, toRemove } from '../../../../electron/core/control/kept-images.ts';
import { failureOf } from '../../../../electron/shared/failure.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';
import { back, runningImage, upgrade } from '../../../doubles/upgrades.ts';

const signal = new AbortController().signal;
const list = (machine: Machine) => ownImages(machine.process().world, signal);
const refusal = (run: () => unknown) => {
  try {
    return run();
  } catch (thrown) {
    return failureOf(thrown).code;
  }
};

test('after an upgrade both images are there: one in use, one for the way back', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  await upgrade(machine);
  const found = await list(machine);
  expect(found.map(({ id, use }) => [id === old, use]).sort()).toEqual([
    [false, 'used'],
    [true, 'way-back'],
  ]);
  expect(toRemove(found, undefined)).toEqual([]);
  expect(refusal(() => toRemove(found, names.images.dood))).toBe('upgrade/image-in-use');
  expect(refusal(() => toRemove(found, 'debian'))).toBe('usage/invalid');
  const [kept] = found.filter(({ use }) => use === 'way-back');
  for (const image of toRemove(found, kept?.name)) await removeOwnImage(machine.process().world, image, signal);
  expect(machine.engine.images.some(({ id }) => id === old)).toBe(false);
  expect(await back(machine)).toMatchObject({ ok: false, failure: { code: 'upgrade/nothing-to-go-back-to' } });
});

test('those of earlier upgrades are old, and removed together', async () => {
  const machine = await Machine.running('dood');
  const first = runningImage(machine);
  await upgrade(machine);
  machine.clock.advance(1000);
  await upgrade(machine);
  const old = toRemove(await list(machine), undefined);
  expect(old.map(({ id }) => id)).toEqual([first]);
});

test('images of others are not listed: without our labels, or under a name of theirs', async () => {
  const machine = await Machine.running('dood');
  machine.engine.build('debian', {});
  machine.engine.tag(names.images.dood, 'company/jenkins');
  expect(await list(machine)).toEqual([]);
});
