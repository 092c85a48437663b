import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';
import { BEFORE, back, breakNew, imageOf, runningImage, upgrade } from '../../../doubles/upgrades.ts';

/** The list of plugins is the one of the image: it comes back with that. */

const FILE = '/home/ann/plugins.txt';
const OLD = 'git:5.10.1\n';
const NEW = 'git:5.10.1\nbroken:1.0\n';
const FAILED = [
  'SEVERE jenkins.InitReactorRunner$1#onTaskFailed: Failed Loading plugin Broken v1.0 (broken)',
  'java.io.IOException: Failed to load: Broken (broken 1.0)',
];

const use = (machine: Machine, pluginsFile: string): void => {
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, pluginsFile } };
};
const listOf = (machine: Machine): string | undefined => machine.files.get(machine.settings.images.pluginsFile);

/** A Jenkins whose image was built from the user's list (or the app's), which has been edited since. */
async function edited(from: 'own' | 'app') {
  const machine = new Machine();
  machine.files.set(FILE, OLD);
  if (from === 'own') use(machine, FILE);
  await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  machine.files.set(FILE, NEW);
  use(machine, FILE);
  machine.record.length = 0;
  return machine;
}

/** An upgrade to other plugins alone: on the base as it is here. */
const rebuild = (machine: Machine) =>
  machine.process().controller.fulfil({
    mode: 'dood',
    consents: 'all',
    given: [consent.rebuild(0)],
    upgrade: { kind: 'to', base: machine.settings.images.jenkinsBase, keepsHome: true },
  });

test.each([
  ['other plugins alone', rebuild],
  ['another base and other plugins', upgrade],
])('plugins that fail after an upgrade to %s: image, home, base and list from before come back', async (_what, go) => {
  const machine = await edited('own');
  const old = runningImage(machine);
  machine.log = FAILED;
  const result = await go(machine);
  expect(result).toMatchObject({ ok: false, failure: { code: 'upgrade/plugins-failed' } });
  expect([runningImage(machine), imageOf(machine, names.images.dood)]).toEqual([old, old]);
  expect([listOf(machine), machine.settings.images.jenkinsBase]).toEqual([OLD, BEFORE]);
  expect(machine.upgrades.usedBy).toEqual([old]);
  // Nothing of the user's is written: the file has the new text.
  expect(machine.files.get(FILE)).toBe(NEW);
  const detail = result.ok ? '' : result.failure.detail;
  const kept = /that of the upgrade: (\S+)/.exec(detail)?.[1] ?? '';
  expect(machine.files.get(kept)).toBe(NEW);
  const again = await machine.process().controller.preview('dood');
  expect(again.ok && again.value.steps).toEqual([]);
});

test('a Jenkins that does not become ready with other plugins gives way, list included', async () => {
  const machine = await edited('own');
  const old = runningImage(machine);
  breakNew(machine);
  expect(await rebuild(machine)).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect([runningImage(machine), listOf(machine)]).toEqual([old, OLD]);
  const again = await machine.process().controller.preview('dood');
  expect(again.ok && again.value.steps).toEqual([]);
});

test('a list that is set back by itself is not named as a setting to go back to', async () => {
  const machine = await edited('app');
  breakNew(machine);
  const result = await rebuild(machine);
  expect(machine.settings.images.pluginsFile).toBe('');
  expect(result.ok ? 'config back' : result.failure.fix).not.toContain('config back');
});

test('a list that cannot be built stops nothing, and the one before is used again', async () => {
  const machine = await edited('own');
  const fault = { kind: 'fail', status: 500, text: 'broken:1.0 not found' } as const;
  const { controller } = machine.process([{ call: 'build', nth: 'each', fault }]);
  const upgradeTo = { kind: 'to', base: BEFORE, keepsHome: true } as const;
  const result = await controller.fulfil({
    mode: 'dood',
    consents: 'all',
    given: [consent.rebuild(0)],
    upgrade: upgradeTo,
  });
  expect(result.ok ? '' : result.failure.detail).toContain('that of the upgrade: ');
  expect(machine.record.filter((line) => line.startsWith('stop '))).toEqual([]);
  expect(listOf(machine)).toBe(OLD);
});

test('back to an image that was built from the app’s list, the setting is empty again', async () => {
  const machine = await edited('app');
  machine.log = FAILED;
  expect((await rebuild(machine)).ok).toBe(false);
  expect(machine.settings.images.pluginsFile).toBe('');
  expect(machine.files.get(FILE)).toBe(NEW);
});

test('back, on request, has the list from before; where that comes to nothing, the newer one', async () => {
  const machine = await edited('own');
  expect((await rebuild(machine)).ok).toBe(true);
  expect(listOf(machine)).toBe(NEW);
  const newer = runningImage(machine);
  machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
  machine.behaviour = ({ imageId }) => ({ readyAfter: imageId === newer ? 150 : null });
  expect((await back(machine)).ok).toBe(false);
  expect([runningImage(machine), listOf(machine)]).toEqual([newer, NEW]);
  machine.behaviour = () => ({ readyAfter: 150 });
  expect((await back(machine)).ok).toBe(true);
  expect([runningImage(machine) === newer, listOf(machine)]).toEqual([false, OLD]);
  const again = await machine.process().controller.preview('dood');
  expect(again.ok && again.value.steps).toEqual([]);
});

test('a list that the user sets meanwhile stays', async () => {
  const machine = await edited('own');
  breakNew(machine);
  machine.files.set('/home/ann/other.txt', 'mailer\n');
  const done = rebuild(machine);
  await expect.poll(() => machine.upgrades.stored?.started, { interval: 1 }).toBe(true);
  use(machine, '/home/ann/other.txt');
  expect((await done).ok).toBe(false);
  expect(machine.settings.images.pluginsFile).toBe('/home/ann/other.txt');
});

test('of an image of an earlier version of this app, whose list nobody kept, the setting stays', async () => {
  const machine = await edited('own');
  for (const path of machine.files.keys()) if (path.startsWith('/c/plugins/')) machine.files.delete(path);
  const old = runningImage(machine);
  machine.log = FAILED;
  expect((await rebuild(machine)).ok).toBe(false);
  expect([runningImage(machine), machine.settings.images.pluginsFile]).toEqual([old, FILE]);
});
