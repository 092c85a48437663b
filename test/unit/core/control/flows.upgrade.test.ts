import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';
import {
  AFTER,
  BEFORE,
  back,
  backRequest,
  breakNew,
  imageOf,
  runningImage,
  upgrade,
  upgradeRequest,
} from '../../../doubles/upgrades.ts';

/** An upgrade of Jenkins to another base, and the way back to the image and the home from before. */

test('an upgrade builds Jenkins’ image from the new base, keeps image and home from before, and tells the settings', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  const result = await upgrade(machine);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.settings.images.jenkinsBase).toBe(AFTER);
  expect(runningImage(machine)).toBe(imageOf(machine, names.images.dood));
  expect(runningImage(machine)).not.toBe(old);
  const kept = machine.engine.images.find(({ id }) => id === old)?.names ?? [];
  expect(kept).toEqual([expect.stringMatching(/^jenkins-dood-image:kept-2\.568\.2-[\da-f]{12}$/)]);
  expect(machine.upgrades.stored).toMatchObject({
    state: 'done',
    snapshot: expect.stringMatching(/-dood-2\.568\.2$/),
    before: { base: BEFORE, image: old, keptAs: kept[0] },
    after: { base: AFTER },
  });
  expect([...machine.upgrades.snapshots.values()]).toEqual([[old]]);
  expect(machine.intent.upgrade).toBeNull();
});

test('the nested engine and its image are left alone', async () => {
  const machine = await Machine.running('dind');
  const engine = machine.engine.container(names.nestedEngine).id;
  const image = imageOf(machine, names.images.nestedEngine);
  const result = await machine.process().controller.fulfil({ mode: 'dind', ...upgradeRequest });
  expect(result.ok).toBe(true);
  expect(machine.engine.container(names.nestedEngine).id).toBe(engine);
  expect(imageOf(machine, names.images.nestedEngine)).toBe(image);
});

test('a Jenkins that does not become ready gives way to the image, the home and the settings from before', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  breakNew(machine);
  const result = await upgrade(machine);
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(runningImage(machine)).toBe(old);
  expect([imageOf(machine, names.images.dood), imageOf(machine, names.images.dind)]).toEqual([old, old]);
  expect(machine.settings.images.jenkinsBase).toBe(BEFORE);
  expect(machine.upgrades.usedBy).toEqual([old]);
  expect(machine.upgrades.replaced).toHaveLength(1);
  expect(machine.upgrades.stored?.state).toBe('undone');
  const again = await machine.process().controller.preview('dood');
  expect(again.ok && again.value.steps).toEqual([]);
});

test('in DinD the nested engine starts anew with the home of then', async () => {
  const machine = await Machine.running('dind');
  expect((await machine.process().controller.fulfil({ mode: 'dind', ...upgradeRequest })).ok).toBe(true);
  machine.record.length = 0;
  expect((await machine.process().controller.fulfil({ mode: 'dind', ...backRequest })).ok).toBe(true);
  const about = machine.record.filter((line) => /^(stop|start) /.test(line));
  expect(about).toEqual([
    `stop ${names.jenkins.dind}`,
    `stop ${names.nestedEngine}`,
    `start ${names.nestedEngine}`,
    `start ${names.jenkins.dind}`,
  ]);
});

test('without space for the snapshot nothing is stopped, built or stored', async () => {
  const machine = await Machine.running('dood');
  machine.upgrades.isFull = true;
  const { length } = machine.record;
  const result = await upgrade(machine);
  expect(result).toMatchObject({ ok: false, failure: { code: 'snapshot/not-made' } });
  expect(result.ok ? '' : result.failure.detail).toContain('Nothing was stopped');
  expect(machine.record.slice(length).filter((line) => /^(stop|build|tag)/.test(line))).toEqual([]);
  expect([machine.upgrades.stored, machine.settings.images.jenkinsBase]).toEqual([null, BEFORE]);
});

test('where the space for the snapshot is used up meanwhile, nothing new starts', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  machine.upgrades.isFull = 'later';
  expect(await upgrade(machine)).toMatchObject({ ok: false, failure: { code: 'snapshot/not-made' } });
  expect(machine.upgrades.usedBy).toEqual([old]);
  expect(runningImage(machine)).toBe(old);
  expect(machine.settings.images.jenkinsBase).toBe(BEFORE);
});

test('a base that cannot be built stops nothing and leaves the settings', async () => {
  const machine = await Machine.running('dood');
  const fault = { kind: 'fail', status: 500, text: 'manifest unknown' } as const;
  const result = await upgrade(machine, [{ call: 'build', nth: 'each', fault }]);
  expect(result.ok).toBe(false);
  expect(machine.settings.images.jenkinsBase).toBe(BEFORE);
  expect(machine.upgrades.stored?.state).toBe('undone');
  expect(machine.record.filter((line) => line.startsWith('stop '))).toEqual([]);
});

const FAILED = [
  'SEVERE jenkins.InitReactorRunner$1#onTaskFailed: Failed Loading plugin Git plugin v5.2 (git)',
  'java.io.IOException: Failed to load: Git plugin (git 5.2)',
];

test('plugins that failed only after the upgrade undo it, and are named', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  machine.log = FAILED;
  const result = await upgrade(machine);
  expect(result).toMatchObject({ ok: false, failure: { code: 'upgrade/plugins-failed' } });
  expect(result.ok ? '' : result.failure.detail).toContain('git');
  expect(runningImage(machine)).toBe(old);
});

test('plugins that failed before it are no reason to go back', async () => {
  const machine = new Machine();
  machine.log = FAILED;
  await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  expect((await upgrade(machine)).ok).toBe(true);
});

test('back, on request: the image, the home and the settings from before; what is newer stays', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  await upgrade(machine);
  const newer = runningImage(machine);
  const preview = await machine.process().controller.preview('dood', [], 'all', { kind: 'back' });
  const question = preview.ok ? preview.value.questions[0] : undefined;
  expect(question?.text).toBe('Go back to Jenkins 2.568.2 and to the home from before the upgrade');
  expect(machine.settings.images.jenkinsBase).toBe(AFTER);
  expect((await back(machine)).ok).toBe(true);
  expect(runningImage(machine)).toBe(old);
  expect(machine.settings.images.jenkinsBase).toBe(BEFORE);
  expect(machine.upgrades.usedBy).toEqual([old]);
  expect(machine.upgrades.replaced).toEqual([[old, newer]]);
  expect(machine.upgrades.stored?.state).toBe('returned');
  expect(machine.engine.images.some(({ id }) => id === newer)).toBe(true);
  const again = await machine.process().controller.preview('dood');
  expect(again.ok && again.value.steps).toEqual([]);
  expect(await back(machine)).toMatchObject({ ok: false, failure: { code: 'upgrade/nothing-to-go-back-to' } });
});

test('an upgrade that came to nothing leaves the way back from the one before', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  await upgrade(machine);
  machine.clock.advance(1000);
  const fault = { kind: 'fail', status: 500, text: 'manifest unknown' } as const;
  expect((await upgrade(machine, [{ call: 'build', nth: 'each', fault }])).ok).toBe(false);
  expect(machine.upgrades.stored?.state).toBe('done');
  expect((await back(machine)).ok).toBe(true);
  expect([runningImage(machine), machine.upgrades.usedBy]).toEqual([old, [old]]);
});

test('another request in its place undoes what it has not reached', async () => {
  const machine = await Machine.running('dood');
  const crash = { kind: 'crash', carriedOut: true } as const;
  const { controller, crashed } = machine.process([{ call: 'build', nth: 1, fault: crash }]);
  await Promise.race([crashed, controller.fulfil({ mode: 'dood', ...upgradeRequest })]);
  expect(machine.settings.images.jenkinsBase).toBe(AFTER);
  expect((await machine.process().controller.fulfil({ mode: 'off', consents: 'all' })).ok).toBe(true);
  expect(machine.settings.images.jenkinsBase).toBe(BEFORE);
  expect(machine.upgrades.stored?.state).toBe('undone');
});

test('an update keeps the image from before, and packs no home while Jenkins is down', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  machine.upgrades.isFull = true;
  machine.log = FAILED;
  const request = { mode: 'dood', consents: 'all', given: [consent.update(0)] } as const;
  const { controller } = machine.process();
  const preview = await controller.preview('dood', [], request.given);
  expect(preview.ok && preview.value.steps.map(({ kind }) => kind)).not.toContain('snapshot-home');
  const result = await controller.fulfil(request);
  // What the new Jenkins has changed is not for the old one.
  expect(result.ok && result.value.notices.map(({ failure }) => failure.code)).toContain('jenkins/plugins-failed');
  expect(runningImage(machine)).not.toBe(old);
  expect([...machine.upgrades.snapshots]).toEqual([]);
  expect(machine.upgrades.stored).toMatchObject({ state: 'done', before: { image: old }, snapshot: null });
});
