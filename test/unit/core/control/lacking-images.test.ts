import { expect, test } from 'vitest';
import { lackingImages, modesToPrepare, prepareImages } from '../../../../electron/core/control/lacking-images.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

const signal = new AbortController().signal;
const look = (machine: Machine, mode: JenkinsMode) => lackingImages(machine.process().world, '1.0.0', mode, signal);
const lacking = async (machine: Machine, mode: JenkinsMode) => (await look(machine, mode)).builds;
const references = async (machine: Machine, mode: JenkinsMode) =>
  (await lacking(machine, mode)).map(({ spec }) => spec.reference);

test('after a first start in DooD the nested engine’s image is lacking, after one in DinD none', async () => {
  expect(await references(await Machine.running('dood'), 'dind')).toEqual([names.images.nestedEngine]);
  expect(await references(await Machine.running('dind'), 'dood')).toEqual([]);
});

test('what is prepared is not built by the switch, and nothing else is changed', async () => {
  const machine = await Machine.running('dood');
  const { world, controller } = machine.process();
  await prepareImages(world, await lacking(machine, 'dind'), () => undefined, signal);
  expect(machine.record).toEqual(['build nvidia-dind-image']);
  await controller.fulfil({ mode: 'dind', consents: [] });
  expect(machine.record.filter((line) => line.startsWith('build'))).toEqual(['build nvidia-dind-image']);
});

test('a Jenkins image that has lost its name gets it again', async () => {
  const machine = await Machine.running('dind');
  machine.engine.removeImage(names.images.dood);
  const { world } = machine.process();
  await prepareImages(world, await lacking(machine, 'dood'), () => undefined, signal);
  expect(machine.record).toEqual(['tag jenkins-dood-image', 'tag jenkins-image']);
});

test('the image of a Jenkins that runs changes only with it', async () => {
  const machine = await Machine.running('dood');
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, jenkinsBase: 'other/jenkins:lts' } };
  expect(await references(machine, 'dind')).toEqual([names.images.nestedEngine]);
});

test('an image of somebody else keeps its name: only a switch asks for it', async () => {
  const machine = await Machine.running('dood');
  machine.engine.build(names.images.nestedEngine, {});
  expect(await look(machine, 'dind')).toEqual({ builds: [], taken: [names.images.nestedEngine], later: [] });
});

test('before a first start all images can be prepared', async () => {
  const machine = Machine.withNewHome();
  expect(modesToPrepare('off')).toEqual(['dind', 'dood']);
  expect(await references(machine, 'dind')).toEqual([names.images.nestedEngine, names.images.dind]);
  expect(await references(machine, 'dood')).toEqual([names.images.dood]);
});
