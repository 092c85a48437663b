import { afterEach, expect, test } from 'vitest';
import { createImagePreparer, type ImagePreparer, isQuiet } from '../../../../electron/core/control/image-preparer.ts';
import { lackingImages, prepareImages } from '../../../../electron/core/control/lacking-images.ts';
import { sleep } from '../../../../electron/core/world/sleep.ts';
import { running, snapshot } from '../../../doubles/command.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { runningBuild } from '../../../doubles/situation.ts';

const MINUTE_MS = 60_000;
const signal = new AbortController().signal;
const open: ImagePreparer[] = [];

afterEach(async () => {
  for (const preparer of open.splice(0)) await preparer.close();
});

/** An app that runs beside a Jenkins in DooD. */
async function app(prepareOther: 'ask' | 'on' | 'off', faults: readonly PlannedFault[] = [], isBusy = () => false) {
  return beside(await Machine.running('dood'), prepareOther, faults, isBusy);
}

async function beside(
  machine: Machine,
  prepareOther: 'ask' | 'on' | 'off',
  faults: readonly PlannedFault[] = [],
  isBusy = () => false,
) {
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, prepareOther } };
  const { world, controller } = machine.process(faults);
  const preparer = createImagePreparer({ world, version: '1.0.0', controller, isBusy, changed: () => undefined });
  open.push(preparer);
  await controller.refresh();
  const pass = (minutes: number) => sleep(world.clock, minutes * MINUTE_MS, signal);
  const builds = () => machine.record.filter((line) => line.startsWith('build'));
  return { machine, controller, preparer, pass, builds, told: () => preparer.notice()?.failure.code ?? null };
}

const slowBuild = (ms: number): PlannedFault => ({ call: 'build ', nth: 'each', fault: { kind: 'delay', ms } });
const has = (machine: Machine) => machine.engine.images.some(({ names }) => names.includes('nvidia-dind-image'));

test('with consent the other mode’s images are built after a quiet minute', async () => {
  const { machine, pass, told } = await app('on');
  await pass(0.9);
  expect(machine.record).toEqual([]);
  await pass(0.2);
  expect([machine.record, told()]).toEqual([['build nvidia-dind-image'], null]);
});

test('without an answer they are offered, and nothing is built', async () => {
  const { machine, pass, told, controller } = await app('ask');
  await pass(5);
  expect([machine.record, told()]).toEqual([[], 'image/prepare']);
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, prepareOther: 'on' } };
  await controller.refresh();
  await pass(2);
  expect([machine.record, told()]).toEqual([['build nvidia-dind-image'], null]);
});

test('where the user wants neither, nothing is said', async () => {
  const { machine, pass, told } = await app('off');
  await pass(5);
  expect([machine.record, told()]).toEqual([[], null]);
});

test('an offer goes once another process has built them', async () => {
  const { machine, pass, told, controller } = await app('ask');
  await pass(1);
  const { world } = machine.process();
  const { builds } = await lackingImages(world, '1.0.0', 'dind', signal);
  await prepareImages(world, builds, () => undefined, signal);
  await controller.refresh();
  await pass(0.1);
  expect(told()).toBe(null);
});

test('where the look fails, another one follows', async () => {
  const refused = { kind: 'fail', status: 500, text: 'busy' } as const;
  // The first list of images is the observation's own, the second the look's.
  const { pass, told, controller } = await app('ask', [{ call: '? list images', nth: 2, fault: refused }]);
  await pass(1);
  expect(told()).toBe(null);
  await controller.refresh();
  await pass(0.1);
  expect(told()).toBe('image/prepare');
});

test('nothing is offered that only gets a further name', async () => {
  const machine = await Machine.running('dind');
  machine.engine.removeImage('jenkins-dood-image');
  const { pass, told } = await beside(machine, 'ask');
  await pass(2);
  expect([machine.record, told()]).toEqual([[], null]);
});

test.each(['ask', 'on'] as const)('an image of somebody else keeps its name (%s)', async (prepareOther) => {
  const machine = await Machine.running('dood');
  machine.engine.build('nvidia-dind-image', {});
  const { pass, told } = await beside(machine, prepareOther);
  await pass(3);
  expect([machine.record, told()]).toEqual([[], null]);
});

test('none is built while a build runs, and one that begins ends it; it begins again when that is over', async () => {
  const { machine, controller, pass, builds } = await app('on', [slowBuild(10 * MINUTE_MS)]);
  machine.builds = { ok: true, value: [runningBuild] };
  await controller.countBuilds();
  await pass(10);
  expect(builds()).toEqual([]);
  machine.builds = { ok: true, value: [] };
  await controller.countBuilds();
  await pass(2);
  machine.builds = { ok: true, value: [runningBuild] };
  await pass(20);
  expect([builds().length, has(machine)]).toEqual([1, false]);
  machine.builds = { ok: true, value: [] };
  await controller.countBuilds();
  await pass(12);
  expect(has(machine)).toBe(true);
});

test('none begins beside a build that has started since the last count', async () => {
  const { machine, pass, builds } = await app('on');
  await pass(0.9);
  machine.builds = { ok: true, value: [runningBuild] };
  await pass(5);
  expect(builds()).toEqual([]);
});

test('a switch ends it at once and waits for none of it', async () => {
  const { machine, controller, pass, builds } = await app('on', [
    { call: 'build ', nth: 1, fault: { kind: 'delay', ms: 60 * MINUTE_MS } },
  ]);
  await pass(2);
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  await pass(5);
  expect([builds().length, machine.violations]).toEqual([2, []]);
});

test('what another process does with the lock ends it as well', async () => {
  const { machine, pass, builds } = await app('on', [slowBuild(10 * MINUTE_MS)]);
  await pass(2);
  const lock = await machine.process().world.lock.acquire('take a snapshot');
  await pass(20);
  expect([builds().length, has(machine)]).toEqual([1, false]);
  await lock.release();
  await pass(14);
  expect(has(machine)).toBe(true);
});

test('a failure is a notice, is tried again after pauses that grow, and goes once it works', async () => {
  const fails = (nth: number): PlannedFault => ({
    call: 'build ',
    nth,
    fault: { kind: 'fail', status: 500, text: 'no such host' },
  });
  const { machine, controller, pass, builds, told } = await app('on', [fails(1), fails(2)]);
  await pass(2);
  expect([told(), controller.snapshot().jenkins.kind]).toEqual(['image/not-prepared', 'running']);
  await pass(8);
  expect(has(machine)).toBe(false);
  await pass(5);
  await pass(15);
  expect([told(), has(machine)]).toEqual(['image/not-prepared', false]);
  await pass(10);
  expect([told(), has(machine), builds().at(-1)]).toEqual([null, true, 'build nvidia-dind-image']);
});

test('a busy computer is left alone', async () => {
  let busy = true;
  const { machine, pass } = await app('on', [], () => busy);
  await pass(10);
  expect(has(machine)).toBe(false);
  busy = false;
  await pass(2);
  expect(has(machine)).toBe(true);
});

test('only a Jenkins that runs as requested, and is known to build nothing, is quiet', () => {
  expect(isQuiet(running())).toBe(true);
  expect(isQuiet(running({ builds: { kind: 'unknown', why: 'hidden', running: 0 } }))).toBe(false);
  const queue = [{ job: 'train', why: '' }];
  expect(isQuiet(running({ builds: { kind: 'known', running: 0, list: [], queue } }))).toBe(false);
  expect(isQuiet(snapshot())).toBe(false);
});
