import { expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { observing } from '../../../doubles/observing.ts';
import { names } from '../../../doubles/situation.ts';
import {
  AFTER,
  BEFORE,
  back,
  backRequest,
  breakNew,
  imageOf,
  impatient,
  runningImage,
  upgrade,
  upgradeRequest,
} from '../../../doubles/upgrades.ts';

/** The way back from an upgrade, where something is missing or it comes to nothing. */

test.each(['its snapshot is deleted', 'the home is another one'])(
  'where %s, nothing is stopped to go back',
  async (why) => {
    const machine = await Machine.running('dood');
    await upgrade(machine);
    const { stored } = machine.upgrades;
    if (why.startsWith('its')) machine.upgrades.snapshots.clear();
    else if (stored !== null) machine.upgrades.stored = { ...stored, home: '/srv/another' };
    const { length } = machine.record;
    expect(await back(machine)).toMatchObject({ ok: false, failure: { code: 'upgrade/nothing-to-go-back-to' } });
    expect(machine.record.slice(length).filter((line) => /^(stop|build|tag)/.test(line))).toEqual([]);
    expect([machine.upgrades.stored?.state, machine.settings.images.jenkinsBase]).toEqual(['done', AFTER]);
  },
);

test.each(['not ready', 'cancelled'])(
  'where the way back comes to nothing (%s), the newer Jenkins has its own home again',
  async (why) => {
    const { machine, old } = await impatient();
    await upgrade(machine);
    const [newer, used] = [runningImage(machine), machine.upgrades.usedBy];
    machine.behaviour = ({ imageId }) => ({ readyAfter: imageId === old ? null : 150 });
    const { controller } = machine.process();
    const done = controller.fulfil({ mode: 'dood', ...backRequest });
    if (why === 'cancelled') {
      await expect.poll(() => machine.upgrades.stored?.restored, { interval: 1 }).toBe(true);
      await controller.cancel();
    }
    expect((await done).ok).toBe(false);
    expect([runningImage(machine), machine.upgrades.usedBy]).toEqual([newer, used]);
    expect(machine.upgrades.replaced).toEqual([[old]]);
    const { notices } = await observing(machine).observer.refresh();
    expect(notices.filter(({ failure }) => failure.code === 'snapshot/restored')).toEqual([]);
    expect(machine.upgrades.stored).toMatchObject({ state: 'done', restored: false });
    expect(machine.settings.images.jenkinsBase).toBe(AFTER);
  },
);

test('where neither Jenkins comes back, it is not said that the newer one has its home', async () => {
  const { machine, old } = await impatient();
  await upgrade(machine);
  machine.behaviour = ({ imageId }) => ({ readyAfter: imageId === old ? null : 150 });
  const take = machine.upgrades.restore.bind(machine.upgrades);
  machine.upgrades.restore = (...given) => (given[2] === 'undo' ? 'not-swapped' : take(...given));
  const result = await back(machine);
  expect(machine.upgrades.usedBy).toEqual([old]);
  expect(result.ok ? '' : result.failure.detail).toContain('could not be given the home’s name');
  expect(result.ok ? '' : result.failure.detail).not.toContain('keeps its home');
  expect(result.ok ? '' : result.failure.command).not.toBe('jenkins-tray upgrade --back');
});

test('where the home from before could only be put beside a mount point, no Jenkins starts on either', async () => {
  const machine = await Machine.running('dood');
  const old = runningImage(machine);
  await upgrade(machine);
  machine.upgrades.isMount = true;
  expect(await back(machine)).toMatchObject({ ok: false, failure: { code: 'upgrade/home-elsewhere' } });
  expect(machine.jenkinsOnHome()).toEqual([]);
  expect(machine.settings.home).toContain('.restored-');
  expect([machine.upgrades.stored?.state, machine.settings.images.jenkinsBase]).toEqual(['returned', BEFORE]);
  expect(imageOf(machine, names.images.dood)).toBe(old);
});

test('killed on the way back and asked for again, an upgrade that fails anew puts the home back once more', async () => {
  const wrong: string[] = [];
  let nth = 1;
  for (; nth < 20; nth += 1) {
    const { machine, old } = await impatient();
    breakNew(machine);
    const fault = { kind: 'crash', carriedOut: true } as const;
    const first = machine.process([{ call: `remove ${names.oneShot}`, nth, fault }]);
    const request = first.controller.fulfil({ mode: 'dood', ...upgradeRequest });
    if ((await Promise.race([first.crashed, request])) !== 'crashed') break;
    await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
    const used = machine.upgrades.usedBy;
    if (runningImage(machine) !== old || used.length > 1) wrong.push(`${nth}: ${used.length} used the home`);
  }
  expect(wrong).toEqual([]);
  expect(nth).toBeGreaterThan(5);
});

test('cancelled once the Jenkins of the other mode is removed, that one comes back as it was before the upgrade', async () => {
  const machine = await Machine.running('dood');
  machine.behaviour = () => ({ readyAfter: 150 });
  const old = runningImage(machine);
  const fault = { kind: 'crash', carriedOut: true } as const;
  const first = machine.process([{ call: `remove ${names.jenkins.dood}`, nth: 1, fault }]);
  void first.controller.fulfil({ mode: 'dind', ...upgradeRequest });
  await first.crashed;
  expect((await machine.process().controller.cancel()).ok).toBe(true);
  expect([runningImage(machine), machine.upgrades.usedBy, machine.violations]).toEqual([old, [old], []]);
  expect([machine.upgrades.stored?.state, machine.settings.images.jenkinsBase]).toEqual(['undone', BEFORE]);
});

test('without a snapshot, the newer Jenkins stays on its home then', async () => {
  const machine = await Machine.running('dood');
  machine.behaviour = () => ({ readyAfter: 150 });
  const old = runningImage(machine);
  const fault = { kind: 'crash', carriedOut: true } as const;
  const first = machine.process([{ call: `remove ${names.jenkins.dood}`, nth: 1, fault }]);
  const unsaved = { ...upgradeRequest.upgrade, keepsHome: false } as const;
  void first.controller.fulfil({ mode: 'dind', ...upgradeRequest, upgrade: unsaved });
  await first.crashed;
  await machine.process().controller.cancel();
  expect([runningImage(machine) === old, machine.violations]).toEqual([false, []]);
  expect([machine.upgrades.stored?.state, machine.settings.images.jenkinsBase]).toEqual(['done', AFTER]);
  // The base from before could not run on this home.
  expect((await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
  expect(runningImage(machine)).not.toBe(old);
});

test('without a snapshot, cancelled once the newer Jenkins has used the home of one that was off, its base stays', async () => {
  const machine = await Machine.running('dood');
  await machine.process().controller.fulfil({ mode: 'off', consents: 'all' });
  machine.behaviour = () => ({ readyAfter: 150 });
  const fault = { kind: 'crash', carriedOut: true } as const;
  const first = machine.process([{ call: `start ${names.jenkins.dood}`, nth: 1, fault }]);
  const unsaved = { ...upgradeRequest.upgrade, keepsHome: false } as const;
  void first.controller.fulfil({ mode: 'dood', ...upgradeRequest, upgrade: unsaved });
  await first.crashed;
  await machine.process().controller.cancel();
  expect([machine.upgrades.stored?.state, machine.settings.images.jenkinsBase]).toEqual(['done', AFTER]);
});

test('the way back builds no image: the one from before only gets its names again', async () => {
  const machine = await Machine.running('dood');
  await upgrade(machine);
  const { controller } = machine.process();
  const shown = await controller.preview('dood', [], [], { kind: 'back' });
  expect(shown).toMatchObject({ ok: true, value: { images: [] } });
});

test.each(['on request', 'where the newer Jenkins does not start'])(
  'the home that the way back replaced is told, with the command that would remove it: %s',
  async (when) => {
    const machine = await Machine.running('dood');
    machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
    if (when === 'on request') await upgrade(machine);
    else breakNew(machine);
    await (when === 'on request' ? back(machine) : upgrade(machine));
    const { observer } = observing(machine);
    const { notices } = await observer.refresh();
    expect(notices.find(({ failure }) => failure.code === 'snapshot/restored')?.failure).toMatchObject({
      detail: expect.stringContaining('The home from before is kept as'),
      command: expect.stringMatching(/^sudo rm -rf /),
    });
    // It is said until the next request, as after a restore: later that home may not be the one of that snapshot any more.
    expect((await machine.process().controller.fulfil({ mode: 'off', consents: 'all' })).ok).toBe(true);
    const later = await observing(machine).observer.refresh();
    expect(later.notices.filter(({ failure }) => failure.code === 'snapshot/restored')).toEqual([]);
  },
);

test('without consent nothing goes back', async () => {
  const machine = await Machine.running('dood');
  await upgrade(machine);
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode: 'dood', consents: [], upgrade: { kind: 'back' } });
  expect(result).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect([machine.upgrades.stored?.state, machine.settings.images.jenkinsBase]).toEqual(['done', AFTER]);
});

test('where the image from before is gone, nothing goes back', async () => {
  const machine = await Machine.running('dood');
  await upgrade(machine);
  machine.engine.removeImage(machine.upgrades.stored?.before.keptAs ?? '');
  expect(await back(machine)).toMatchObject({ ok: false, failure: { code: 'upgrade/nothing-to-go-back-to' } });
  expect([machine.upgrades.stored?.state, machine.settings.images.jenkinsBase]).toEqual(['done', AFTER]);
});
