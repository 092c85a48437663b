import { describe, expect, test } from 'vitest';
import type { HomeSnapshot } from '../../../../electron/shared/home-snapshot.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { isRestored, saved } from '../../../doubles/restores.ts';
import { goodHome, names } from '../../../doubles/situation.ts';
import { AFTER, backRequest, breakNew, upgradeRequest } from '../../../doubles/upgrades.ts';

/** A restore where the home, the snapshot or the nested engine is not as usual. */

const restore = (machine: Machine, mode: JenkinsMode, { name }: HomeSnapshot) =>
  machine.process().controller.fulfil({ mode, consents: 'all', restore: name });
const lostHome = { ...goodHome, kind: 'missing', marked: null } as const;

/** What the script about the home does; `killed`: its first run ends between two renames. */
function bringsHome(machine: Machine, killed: boolean): void {
  const { upgrades } = machine;
  const take = upgrades.restore.bind(upgrades);
  let isFirst = killed;
  upgrades.restore = (name, stamp, how) => {
    if (how.startsWith('look')) return take(name, stamp, how);
    machine.home = isFirst ? lostHome : goodHome;
    const verdict = isFirst ? 'not-swapped' : take(name, stamp, how);
    isFirst = false;
    return verdict;
  };
}

test.each([
  ['is gone', lostHome, 'mount it'],
  ['is an empty folder', { ...goodHome, marked: false, empty: true }, 'mount it'],
  ['is there', goodHome, 'kept beside it'],
] as const)('a home that %s is restored, and it is asked accordingly', async (_what, home, said) => {
  const { machine, snapshot } = await saved('dood');
  machine.home = home;
  bringsHome(machine, false);
  const preview = await machine.process().controller.preview('dood', [], 'all', undefined, snapshot.name);
  const details = preview.ok ? preview.value.questions.map(({ detail }) => detail) : [];
  expect(details).toEqual([expect.stringContaining(said)]);
  expect((await restore(machine, 'dood', snapshot)).ok).toBe(true);
  expect([isRestored(machine), machine.jenkinsOnHome().length]).toEqual([true, 1]);
});

test.each(['start', 'up', 'cancel'] as const)(
  'killed between two renames, so that there is no home, the next %s brings it back',
  async (next) => {
    const { machine, snapshot } = await saved('dood');
    bringsHome(machine, true);
    const fault = { kind: 'crash', carriedOut: true } as const;
    const first = machine.process([{ call: `run ${names.oneShot}`, nth: 2, fault }]);
    void first.controller.fulfil({ mode: 'dood', consents: 'all', restore: snapshot.name });
    await first.crashed;
    expect([machine.home.kind, machine.intent.restore?.state]).toEqual(['missing', 'begun']);
    const { controller } = machine.process();
    if (next === 'start') controller.watch();
    else if (next === 'cancel') await controller.cancel();
    else await controller.fulfil({ mode: 'dood', consents: 'all' });
    await expect.poll(() => machine.intent.state, { interval: 1 }).toBe('settled');
    await controller.close();
    expect([machine.home.kind, machine.jenkinsOnHome().length, machine.violations]).toEqual(['folder', 1, []]);
  },
);

test('the same on the way back from an upgrade that fails', async () => {
  const killedAt = async (nth: number): Promise<Machine> => {
    const machine = await Machine.running('dood');
    machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
    breakNew(machine);
    bringsHome(machine, true);
    const fault = { kind: 'crash', carriedOut: true } as const;
    const killed = machine.process([{ call: `run ${names.oneShot}`, nth, fault }]);
    await Promise.race([killed.crashed, killed.controller.fulfil({ mode: 'dood', ...upgradeRequest })]);
    return machine;
  };
  // It looks for room, checks the home and makes a snapshot first.
  let machine = await killedAt(1);
  for (let nth = 2; nth < 9 && machine.home.kind !== 'missing'; nth += 1) machine = await killedAt(nth);
  expect([machine.home.kind, machine.intent.state]).toEqual(['missing', 'pending']);
  const { controller } = machine.process();
  controller.watch();
  await expect.poll(() => machine.intent.state, { interval: 1 }).not.toBe('pending');
  await controller.close();
  expect([machine.home.kind, machine.jenkinsOnHome().length, machine.violations]).toEqual(['folder', 1, []]);
});

describe('a nested engine that starts anew does so after the home is replaced', () => {
  const order = ({ record }: Machine) =>
    record.filter((it) => [`start ${names.nestedEngine}`, `start ${names.jenkins.dind}`].includes(it));

  test('where Jenkins was off', async () => {
    const { machine, snapshot } = await saved('dood');
    await machine.process().controller.fulfil({ mode: 'off', consents: 'all' });
    machine.record.length = 0;
    expect((await restore(machine, 'dind', snapshot)).ok).toBe(true);
    expect(order(machine)).toEqual([`start ${names.nestedEngine}`, `start ${names.jenkins.dind}`]);
    expect([isRestored(machine), machine.jenkinsOnHome().length]).toEqual([true, 1]);
  });

  test('where its settings have changed', async () => {
    const { machine, snapshot } = await saved('dind');
    machine.settings = { ...machine.settings, nested: { ...machine.settings.nested, dns: ['9.9.9.9'] } };
    expect((await restore(machine, 'dind', snapshot)).ok).toBe(true);
    expect([isRestored(machine), machine.jenkinsOnHome().length]).toEqual([true, 1]);
  });

  test('on the way back from an upgrade, after `down`', async () => {
    const machine = await Machine.running('dind');
    await machine.process().controller.fulfil({ mode: 'dind', ...upgradeRequest });
    await machine.process().controller.fulfil({ mode: 'off', consents: 'all' });
    expect((await machine.process().controller.fulfil({ mode: 'dind', ...backRequest })).ok).toBe(true);
    expect([machine.upgrades.stored?.state, machine.jenkinsOnHome().length]).toEqual(['returned', 1]);
  });
});

test('one that was cut off before it began waits for an engine that fails, and one asked for now is not given up', async () => {
  const { machine, snapshot } = await saved('dood');
  const first = machine.process([{ call: 'stop', nth: 1, fault: { kind: 'crash', carriedOut: false } }]);
  void first.controller.fulfil({ mode: 'dood', consents: 'all', restore: snapshot.name });
  await first.crashed;
  const fault = { kind: 'fail', status: 500, text: 'no space left on device' } as const;
  const failing = machine.process([{ call: `create ${names.oneShot}`, nth: 'each', fault }]);
  const result = await failing.controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result.ok ? '' : result.failure.detail).not.toContain('given up');
  expect(machine.intent.restore).toMatchObject({ snapshot: snapshot.name, state: 'asked' });
  const other = { mode: 'dood', consents: 'all', restore: snapshot.name.replace('dood', 'dind') } as const;
  const asked = await machine.process().controller.fulfil(other);
  expect(asked).toMatchObject({ ok: false, failure: { code: 'snapshot/unknown' } });
  expect(asked.ok ? '' : asked.failure.detail).not.toContain('given up');
});

test.each(['before', 'once the image is built'])(
  'a snapshot of a newer Jenkins is not put before an older one (known %s)',
  async (when) => {
    const { machine, snapshot } = await saved('dood');
    machine.upgrades.isNewerThan = '2.568.2';
    const image = machine.engine.images.find((it) => it.names.includes(names.images.dood));
    Object.assign(image?.labels ?? {}, { 'io.jenkins-tray.jenkins': '2.568.2' });
    const take = machine.upgrades.restore.bind(machine.upgrades);
    machine.upgrades.restore = (name, stamp, how, jenkins) =>
      take(name, stamp, how, when !== 'before' && how === 'look' ? '-' : jenkins);
    expect(await restore(machine, 'dood', snapshot)).toMatchObject({ ok: false, failure: { code: 'home/newer' } });
    expect([isRestored(machine), machine.jenkinsOnHome().length, machine.intent.restore ?? null]).toEqual([
      false,
      1,
      null,
    ]);
    if (when === 'before') expect(machine.record.filter((line) => line.startsWith('stop'))).toEqual([]);
    const off = { mode: 'off', consents: 'all', restore: snapshot.name } as const;
    expect((await machine.process().controller.fulfil(off)).ok).toBe(true);
  },
);

test('a snapshot of a newer Jenkins is restored together with the image that is built for it', async () => {
  const { machine, snapshot } = await saved('dood');
  machine.upgrades.isNewerThan = '2.568.2';
  const image = machine.engine.images.find((it) => it.names.includes(names.images.dood));
  Object.assign(image?.labels ?? {}, { 'io.jenkins-tray.jenkins': '2.568.2' });
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, jenkinsBase: AFTER } };
  expect(await restore(machine, 'dood', snapshot)).toMatchObject({ ok: true });
  expect([isRestored(machine), machine.jenkinsOnHome().length]).toEqual([true, 1]);
});

test.each(['off', 'dood', 'dind'] as const)(
  'a restore that was cut off before it began, and whose snapshot is gone, hinders %s once',
  async (mode) => {
    const { machine, snapshot } = await saved('dood');
    const first = machine.process([{ call: 'stop', nth: 1, fault: { kind: 'crash', carriedOut: false } }]);
    void first.controller.fulfil({ mode: 'dood', consents: 'all', restore: snapshot.name });
    await first.crashed;
    expect([machine.intent.state, machine.intent.restore?.state]).toEqual(['pending', 'asked']);
    machine.upgrades.snapshots.clear();
    const told = await machine.process().controller.fulfil({ mode, consents: 'all' });
    expect(told).toMatchObject({ ok: false, failure: { code: 'snapshot/unknown' } });
    expect(told.ok ? '' : told.failure.detail).toContain('is given up');
    expect((await machine.process().controller.fulfil({ mode, consents: 'all' })).ok).toBe(true);
    expect([machine.intent.mode, isRestored(machine)]).toEqual([mode, false]);
  },
);

describe('work since a restore', () => {
  const WORK = 'a day of builds';

  test('is not put aside by a request that fails, where the one before did not come to its end', async () => {
    const { machine, snapshot } = await saved('dood');
    const first = machine.process([{ call: 'file intent', nth: 4, fault: { kind: 'crash', carriedOut: true } }]);
    void first.controller.fulfil({ mode: 'dood', consents: 'all', restore: snapshot.name });
    await first.crashed;
    expect(machine.intent).toMatchObject({ state: 'pending', restore: { state: 'done', used: true } });
    machine.upgrades.usedBy = [...machine.upgrades.usedBy, WORK];
    machine.behaviour = ({ name }) => ({ readyAfter: name.startsWith(names.jenkins.dind) ? null : 150 });
    expect((await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' })).ok).toBe(false);
    expect([machine.upgrades.usedBy.includes(WORK), machine.jenkinsOnHome().length]).toEqual([true, 1]);
  });

  test('is put aside only after a question, where a failed restore could not be undone', async () => {
    const { machine, snapshot } = await saved('dood');
    machine.behaviour = () => ({ readyAfter: isRestored(machine) ? null : 150 });
    const take = machine.upgrades.restore.bind(machine.upgrades);
    machine.upgrades.restore = (...given) => (given[2] === 'undo' ? 'not-swapped' : take(...given));
    expect((await restore(machine, 'dood', snapshot)).ok).toBe(false);
    expect(machine.intent).toMatchObject({ state: 'failed', restore: { state: 'undoing' } });
    machine.upgrades.restore = take;
    machine.behaviour = () => ({ readyAfter: 150 });
    machine.upgrades.usedBy = [...machine.upgrades.usedBy, WORK];
    const unasked = await machine.process().controller.fulfil({ mode: 'dood', consents: [] });
    expect(unasked).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect(machine.upgrades.usedBy).toContain(WORK);
    const preview = await machine.process().controller.preview('dood');
    expect(preview.ok && preview.value.questions.map(({ text }) => text)).toEqual([
      `Put back the home from before ${snapshot.name} was restored`,
    ]);
    expect((await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
    expect([isRestored(machine), machine.upgrades.replaced.some((it) => it.includes(WORK))]).toEqual([false, true]);
  });
});
