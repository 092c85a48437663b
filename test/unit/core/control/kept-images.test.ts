import { expect, test } from 'vitest';
import { ownImages, removeOwnImage, toRemove } from '../../../../electron/core/control/kept-images.ts';
import type { ImageFact } from '../../../../electron/core/world/engine.ts';
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

test('once gone back from, the newer image is for no way back, and can be removed with the old ones', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  await upgrade(machine);
  await back(machine);
  const found = await list(machine);
  expect(found.map(({ id, use }) => [id === old, use]).sort()).toEqual([
    [false, 'old'],
    [true, 'used'],
  ]);
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

/** Images as the engine lists them, and those that containers use. */
async function listed(images: readonly Partial<ImageFact>[], used: readonly string[] = []) {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const labels = machine.engine.image(names.images.dood).labels;
  const all = images.map((it): ImageFact => ({ id: '', names: [], bytes: 1, createdAt: 0, labels, ...it }));
  const [container] = await world.engine.allContainers(signal);
  if (container === undefined) throw new Error('there is no container');
  const engine = {
    ...world.engine,
    imagesLabelled: async () => all,
    allContainers: async () => used.map((imageId) => ({ ...container, imageId })),
  };
  return ownImages({ ...world, engine }, signal);
}
const kept = (text: string): string => `${names.images.dood.replace(/:.*/, '')}:kept-${text}`;

test('an image that the next start uses is current, and cannot be removed', async () => {
  const found = await listed([{ id: 'sha256:1', names: [kept('2.1'), names.images.dood] }]);
  expect(found).toMatchObject([{ use: 'current', name: kept('2.1') }]);
  expect(refusal(() => toRemove(found, kept('2.1')))).toBe('upgrade/image-in-use');
  expect(refusal(() => toRemove(found, names.images.dood))).toBe('upgrade/image-in-use');
});

test('the newest comes first, and of the same age they are sorted by name', async () => {
  const found = await listed([
    { id: 'sha256:1', names: [kept('2.2')], createdAt: 5 },
    { id: 'sha256:2', names: [kept('2.1')], createdAt: 5 },
    { id: 'sha256:3', names: [kept('2.3')], createdAt: 9 },
  ]);
  expect(found.map(({ name }) => name)).toEqual([kept('2.3'), kept('2.1'), kept('2.2')]);
});

test('an image without a name is called by its id, and removed by it', async () => {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const found = await listed([{ id: `sha256:${'0123456789ab'.repeat(2)}` }]);
  expect(found).toMatchObject([{ name: '0123456789ab', names: [], use: 'old' }]);
  const removed: string[] = [];
  const removeImage = async (name: string): Promise<void> => void removed.push(name);
  for (const image of toRemove(found, '0123456789ab'))
    await removeOwnImage({ ...world, engine: { ...world.engine, removeImage } }, image, signal);
  expect(removed).toEqual([found[0]?.id]);
});

test('an image of another folder’s app is not listed', async () => {
  const machine = await Machine.running('dood');
  const labels = { ...machine.engine.image(names.images.dood).labels, 'io.jenkins-tray.image.owner': 'another' };
  expect(await listed([{ id: 'sha256:1', names: [kept('2.1')], labels }])).toEqual([]);
});
