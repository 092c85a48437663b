import { expect, test } from 'vitest';
import type { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';
import {
  AFTER,
  back,
  breakNew,
  imageOf,
  impatient,
  runningImage,
  upgrade,
  upgradeRequest,
} from '../../../doubles/upgrades.ts';

/** An upgrade begins with room for its snapshot alone; room to unpack that again is needed only on the way back. */

async function narrow(): ReturnType<typeof impatient> {
  const { machine, old } = await impatient();
  machine.upgrades.hasRoomBeside = false;
  return { machine, old };
}

/** The newer Jenkins has its home, and can be gone back from once there is room. */
async function expectStays(machine: Machine, old: string | undefined): Promise<void> {
  const newer = imageOf(machine, names.images.dood);
  expect([machine.upgrades.usedBy, machine.upgrades.replaced]).toEqual([[old, newer], []]);
  expect(machine.upgrades.stored).toMatchObject({ state: 'done', started: true, restored: false });
  expect([machine.settings.images.jenkinsBase, machine.intent.state]).toEqual([AFTER, 'failed']);
  machine.upgrades.hasRoomBeside = true;
  expect((await back(machine)).ok).toBe(true);
  expect([runningImage(machine), machine.upgrades.usedBy, machine.violations]).toEqual([old, [old], []]);
  expect(machine.upgrades.replaced).toEqual([[old, newer]]);
}

const STAYS = { fix: 'Once the cause is removed, go back:', command: 'jenkins-tray upgrade --back' };

test('with room for the snapshot alone, an upgrade is done', async () => {
  const { machine, old } = await narrow();
  expect((await upgrade(machine)).ok).toBe(true);
  expect(runningImage(machine)).not.toBe(old);
});

test('where the new Jenkins does not become ready, the home is left, and it is said how to go back', async () => {
  const { machine, old } = await narrow();
  breakNew(machine);
  const result = await upgrade(machine);
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready', ...STAYS } });
  expect(result.ok ? '' : result.failure.detail).toContain('1 MiB are free, 100 MiB are needed');
  // It would restart forever, and the older one is not made to look like it.
  expect(machine.jenkinsOnHome()).toEqual([]);
  expect(machine.engine.container(names.jenkins.dood).imageId).toBe(imageOf(machine, names.images.dood));
  machine.behaviour = () => ({ readyAfter: 150 });
  await expectStays(machine, old);
});

test('where plugins fail, the new Jenkins goes on meanwhile', async () => {
  const { machine, old } = await narrow();
  machine.log = [
    'SEVERE jenkins.InitReactorRunner$1#onTaskFailed: Failed Loading plugin Git plugin v5.2 (git)',
    'java.io.IOException: Failed to load: Git plugin (git 5.2)',
  ];
  expect(await upgrade(machine)).toMatchObject({ ok: false, failure: { code: 'upgrade/plugins-failed', ...STAYS } });
  expect(runningImage(machine)).toBe(imageOf(machine, names.images.dood));
  await expectStays(machine, old);
});

test('where it is cancelled, the new Jenkins stays as well', async () => {
  const { machine, old } = await narrow();
  breakNew(machine);
  const { controller } = machine.process();
  const done = controller.fulfil({ mode: 'dood', ...upgradeRequest });
  await expect.poll(() => machine.upgrades.usedBy.length, { interval: 1 }).toBe(2);
  expect(await controller.cancel()).toMatchObject({ ok: false, failure: { code: 'upgrade/stays', ...STAYS } });
  await done;
  expect(runningImage(machine)).toBe(imageOf(machine, names.images.dood));
  machine.behaviour = () => ({ readyAfter: 150 });
  await expectStays(machine, old);
});

test('where the snapshot is gone, nothing is promised', async () => {
  const { machine } = await narrow();
  breakNew(machine);
  machine.upgrades.hasRoomBeside = true;
  const started = machine.upgrades.started.bind(machine.upgrades);
  machine.upgrades.started = (image, sources) => {
    started(image, sources);
    machine.upgrades.snapshots.clear();
  };
  const result = await upgrade(machine);
  expect(result.ok ? '' : result.failure.detail).toContain('was not put back: None in');
  expect(result.ok ? '' : result.failure.command).not.toContain('--back');
  expect(machine.jenkinsOnHome()).toEqual([]);
});

test('where room is used up on the way back, it is said as well, and the newer Jenkins can start', async () => {
  const { machine, old } = await narrow();
  breakNew(machine);
  machine.upgrades.hasRoomBeside = true;
  const real = machine.upgrades.restore.bind(machine.upgrades);
  machine.upgrades.restore = (name, stamp, how) => {
    if (how === 'swap') machine.upgrades.hasRoomBeside = false;
    return real(name, stamp, how);
  };
  expect(await upgrade(machine)).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready', ...STAYS } });
  expect(machine.upgrades.usedBy).toEqual([old, imageOf(machine, names.images.dood)]);
  machine.behaviour = () => ({ readyAfter: 150 });
  expect((await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
  expect([runningImage(machine), machine.violations]).toEqual([imageOf(machine, names.images.dood), []]);
});

test.each([
  ['engine', '', 3, 40],
  ['file', 'file', 1, 4],
] as const)('SIGKILL at each %s call where it stays is made good', async (_kind, call, by, least) => {
  const wrong: string[] = [];
  let nth = 1;
  for (; nth < 200; nth += by) {
    const { machine, old } = await narrow();
    breakNew(machine);
    const first = machine.process([{ call, nth, fault: { kind: 'crash', carriedOut: nth % 2 === 0 } }]);
    const request = first.controller.fulfil({ mode: 'dood', ...upgradeRequest });
    if ((await Promise.race([first.crashed, request])) !== 'crashed') break;
    const { controller } = machine.process();
    controller.watch();
    await expect.poll(() => machine.intent.state, { interval: 1 }).not.toBe('pending');
    await controller.close();
    const isOldOnNew = runningImage(machine) === old && machine.upgrades.usedBy.length > 1;
    if (isOldOnNew || machine.violations.length > 0) wrong.push(`${nth}: after ${machine.record.at(-1)}`);
  }
  expect(wrong).toEqual([]);
  expect(nth).toBeGreaterThan(least);
});
