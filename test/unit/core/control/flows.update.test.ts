import { expect, test } from 'vitest';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** An update: the images are built anew, and what runs moves to them. */

const GIVEN = ['update:0'];
const update = (machine: Machine, mode: JenkinsMode) =>
  machine.process().controller.fulfil({ mode, consents: 'all', given: GIVEN });
const imageOf = (machine: Machine, name: string): string | undefined =>
  machine.engine.images.find((it) => it.names.includes(name))?.id;
const built = (machine: Machine): readonly string[] => machine.record.filter((line) => line.startsWith('build '));

test('both modes have one image, built once', async () => {
  const machine = await Machine.running('dood');
  const { jenkins, images } = { jenkins: names.images, images: machine.engine.images };
  expect(images.filter(({ names: its }) => its.includes(jenkins.dood)).map(({ names: its }) => its)).toEqual([
    [jenkins.dood, jenkins.dind],
  ]);
  expect((await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' })).ok).toBe(true);
  expect(built(machine)).toEqual([`build ${names.images.nestedEngine}`]);
});

test('an image of that name that somebody made by hand keeps it', async () => {
  const machine = new Machine();
  machine.engine.build(names.images.dind, {});
  const before = imageOf(machine, names.images.dind);
  expect((await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
  expect(imageOf(machine, names.images.dind)).toBe(before);
});

test('in DinD both images are built anew, and both containers move to them', async () => {
  const machine = await Machine.running('dind');
  const before = new Map(machine.engine.containers.map(({ name, id }) => [name, id]));
  const result = await update(machine, 'dind');
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(built(machine)).toEqual([`build ${names.images.nestedEngine}`, `build ${names.images.dind}`]);
  for (const { name, id, imageId, image } of machine.engine.containers) {
    expect(before.get(name)).not.toBe(id);
    expect(imageId).toBe(imageOf(machine, image));
  }
  expect(imageOf(machine, names.images.dood)).toBe(imageOf(machine, names.images.dind));
  expect(machine.violations).toEqual([]);
});

test('in DooD the nested engine’s image is built anew if it is there', async () => {
  const machine = await Machine.running('dood');
  await update(machine, 'dood');
  expect(built(machine)).toEqual([`build ${names.images.dood}`]);
  const both = await Machine.running('dind');
  await both.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  both.record.length = 0;
  expect((await update(both, 'dood')).ok).toBe(true);
  expect(built(both)).toEqual([`build ${names.images.dood}`, `build ${names.images.nestedEngine}`]);
});

test('each update builds again, also after this computer’s clock was set back', async () => {
  const machine = await Machine.running('dood');
  await update(machine, 'dood');
  const first = imageOf(machine, names.images.dood);
  machine.clock.advance(1);
  await update(machine, 'dood');
  expect(imageOf(machine, names.images.dood)).not.toBe(first);
  const { jenkins } = await machine.process().controller.refresh();
  expect(jenkins).toMatchObject({ kind: 'running' });
});

test('where the updated Jenkins does not start, the old one comes back, and the names with it', async () => {
  const machine = await Machine.running('dood');
  const before = imageOf(machine, names.images.dood);
  const [old] = machine.engine.containers;
  machine.behaviour = ({ id }) =>
    id === old?.id ? { readyAfter: 150 } : { readyAfter: null, exits: { after: 200, code: 3 } };
  const result = await update(machine, 'dood');
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/exited' } });
  expect(machine.engine.containers.map(({ id }) => id)).toEqual([old?.id]);
  expect([imageOf(machine, names.images.dood), imageOf(machine, names.images.dind)]).toEqual([before, before]);
  machine.behaviour = () => ({ readyAfter: 150 });
  const again = await machine.process().controller.preview('dood');
  expect(again.ok && again.value.steps).toEqual([]);
});

test('a process that is killed after the build leaves the rest of the update to the next one', async () => {
  const machine = await Machine.running('dood');
  const fault = { kind: 'crash', carriedOut: true } as const;
  const { controller, crashed } = machine.process([{ call: `build ${names.images.dood}`, nth: 1, fault }]);
  await Promise.race([crashed, controller.fulfil({ mode: 'dood', consents: 'all', given: GIVEN })]);
  expect(machine.intent).toMatchObject({ state: 'pending' });
  expect((await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
  expect(built(machine)).toHaveLength(1);
  expect(machine.engine.containers.map(({ imageId }) => imageId)).toEqual([imageOf(machine, names.images.dood)]);
});
