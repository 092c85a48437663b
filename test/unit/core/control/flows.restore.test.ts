import { describe, expect, test } from 'vitest';
import type { ModeRequest } from '../../../../electron/core/control/mode-request.ts';
import { planEndless } from '../../../../electron/shared/failures/run.ts';
import type { HomeSnapshot } from '../../../../electron/shared/home-snapshot.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { mountpointOf } from '../../../doubles/model-engine/facts.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { isRestored, SINCE, saved, saveHome } from '../../../doubles/restores.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** A restore is a request: it is completed or undone whatever happens, and Jenkins comes back. */

const MAX_CALLS = 300;

const asked = (mode: JenkinsMode, { name }: HomeSnapshot): ModeRequest => ({ mode, consents: 'all', restore: name });

test.each(['dood', 'dind'] as const)('a restore in %s stops what has the home, and starts it again', async (mode) => {
  const { machine, snapshot } = await saved(mode);
  const { controller } = machine.process();
  const preview = await controller.preview(mode, [], 'all', undefined, snapshot.name);
  const kinds = preview.ok ? preview.value.steps.map(({ kind, object }) => `${kind} ${object}`) : [];
  const at = (step: string): number => kinds.indexOf(step);
  const order = [
    `stop ${names.jenkins[mode]}`,
    ...(mode === 'dind' ? [`stop ${names.nestedEngine}`] : []),
    `restore-snapshot ${HOME}`,
    ...(mode === 'dind' ? [`start ${names.nestedEngine}`] : []),
    `start ${names.jenkins[mode]}`,
    `await-ready ${names.jenkins[mode]}`,
  ].map(at);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
  const result = await controller.fulfil(asked(mode, snapshot));
  expect(result.ok).toBe(true);
  expect([isRestored(machine), machine.jenkinsOnHome().length, machine.violations]).toEqual([true, 1, []]);
  expect(machine.upgrades.replaced).toEqual([expect.arrayContaining([SINCE])]);
  expect(controller.snapshot().notices.map(({ failure }) => failure.code)).toContain('snapshot/restored');
  // It happens once.
  await controller.fulfil({ mode: mode === 'dood' ? 'dind' : 'dood', consents: 'all' });
  expect(machine.upgrades.replaced.length).toBe(1);
  expect(controller.snapshot().notices.map(({ failure }) => failure.code)).not.toContain('snapshot/restored');
});

test('a restore while Jenkins is off leaves it off', async () => {
  const { machine, snapshot } = await saved('dood');
  await machine.process().controller.fulfil({ mode: 'off', consents: 'all' });
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode: 'off', consents: 'all', restore: snapshot.name });
  expect([result.ok, isRestored(machine), machine.containers()]).toEqual([true, true, []]);
});

test('without consent, without the snapshot, without room, or while others have the home, nothing is stopped', async () => {
  const { machine, snapshot } = await saved('dood');
  const codeOf = async (request: Partial<ModeRequest>) => {
    const result = await machine.process().controller.fulfil({ ...asked('dood', snapshot), ...request });
    return result.ok ? 'ok' : result.failure.code;
  };
  expect(await codeOf({ consents: [] })).toBe('consent/needed');
  expect(await codeOf({ restore: '1999-11-26T08-10-05Z-dood-2.568.2' })).toBe('snapshot/unknown');
  expect(await codeOf({ restore: '../../etc' })).toBe('snapshot/unknown');
  machine.upgrades.isFull = true;
  expect(await codeOf({})).toBe('snapshot/not-restored');
  expect(machine.record.filter((line) => /^(stop|start) jenkins/.test(line))).toEqual([]);
  expect([machine.intent.state, isRestored(machine)]).toEqual(['settled', false]);
});

test.each(['damaged', 'too-full 1 2', 'not-swapped'])(
  'where it fails (%s), Jenkins runs on its home',
  async (verdict) => {
    const { machine, snapshot } = await saved('dood');
    machine.upgrades.restoreFails = verdict;
    const { controller } = machine.process();
    expect((await controller.fulfil(asked('dood', snapshot))).ok).toBe(false);
    expect([isRestored(machine), machine.jenkinsOnHome().length, machine.intent.restore]).toEqual([false, 1, null]);
    expect((await machine.process().controller.fulfil({ mode: 'dood', consents: [] })).ok).toBe(true);
    expect([isRestored(machine), machine.upgrades.replaced]).toEqual([false, []]);
  },
);

test.each(['never ready', 'cancelled', 'cancelled before anything stopped'])(
  'a restore that is %s is undone, and what it restored is kept',
  async (why) => {
    const { machine, snapshot } = await saved('dood');
    machine.behaviour = () => ({ readyAfter: isRestored(machine) ? null : 150 });
    const { controller } = machine.process();
    const done = controller.fulfil(asked('dood', snapshot));
    if (why === 'cancelled') {
      await until(() => machine.intent.restore?.state === 'done');
      await controller.cancel();
    } else if (why !== 'never ready') {
      await until(() => machine.intent.state === 'pending');
      await controller.cancel();
    }
    expect((await done).ok).toBe(false);
    expect([isRestored(machine), machine.jenkinsOnHome().length, machine.violations]).toEqual([false, 1, []]);
    expect(machine.intent.restore ?? null).toBe(null);
  },
);

test.each(['dood', 'dind'] as const)(
  'a restore that was done before its request was given up stays done (then %s)',
  async (mode) => {
    const { machine, snapshot } = await saved('dood');
    expect((await machine.process().controller.fulfil(asked('dood', snapshot))).ok).toBe(true);
    machine.intent = { ...machine.intent, state: 'failed', failure: planEndless(8) };
    expect((await machine.process().controller.fulfil({ mode, consents: 'all' })).ok).toBe(true);
    expect([isRestored(machine), machine.jenkinsOnHome().length, machine.violations]).toEqual([true, 1, []]);
    expect([machine.upgrades.replaced.length, machine.intent.restore]).toEqual([1, null]);
  },
);

describe('where the restored home could only be put beside a mount point', () => {
  async function moved(): Promise<Machine> {
    const { machine, snapshot } = await saved('dood');
    machine.upgrades.isMount = true;
    const first = await machine.process().controller.fulfil(asked('dood', snapshot));
    expect(first).toMatchObject({ ok: false, failure: { code: 'snapshot/home-moved' } });
    expect([machine.jenkinsOnHome(), machine.intent.state]).toEqual([[], 'pending']);
    expect(machine.settings.home).toContain('.restored-');
    machine.homeSources = [HOME, machine.settings.home];
    return machine;
  }
  const sourceOf = (machine: Machine) =>
    machine.jenkinsOnHome().map(({ mounts }) => mounts.find(({ source }) => source.startsWith(HOME))?.source);

  test.each(['start', 'command'])('the next %s runs Jenkins on it', async (next) => {
    const machine = await moved();
    const { controller } = machine.process();
    if (next === 'start') controller.watch();
    else expect((await controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
    await expect.poll(() => machine.intent.state, { interval: 1 }).toBe('settled');
    await controller.close();
    expect([sourceOf(machine), machine.violations]).toEqual([[machine.settings.home], []]);
    expect(machine.intent.restore).toMatchObject({ state: 'done', replaced: HOME, home: machine.settings.home });
  });

  test('and it is cancelled, the home before is the home again', async () => {
    const machine = await moved();
    await machine.process().controller.cancel();
    expect([sourceOf(machine), machine.settings.home, machine.violations]).toEqual([[HOME], HOME, []]);
    expect(machine.intent).toMatchObject({ state: 'settled', restore: null });
  });

  test('and Jenkins does not become ready on it, the home before is the home again', async () => {
    const machine = await moved();
    const { home } = machine.settings;
    machine.behaviour = ({ mounts }) => ({ readyAfter: mounts.some(({ source }) => source === home) ? null : 150 });
    const result = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
    // The setting is set back by itself.
    expect(result.ok ? 'home' : result.failure.fix).not.toMatch(/last ready: [^:]*\bhome\b/);
    expect([sourceOf(machine), machine.settings.home, machine.violations]).toEqual([[HOME], HOME, []]);
  });
});

test('a home in a volume is restored to a new one', async () => {
  const machine = Machine.withNewHome();
  machine.engine.createVolume('data', {}, {});
  machine.settings = { ...machine.settings, home: 'volume:data' };
  machine.homeSources = ['data', mountpointOf('data')];
  await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  machine.home = { ...machine.home, fresh: false, empty: false };
  const { name } = await saveHome(machine);
  const first = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all', restore: name });
  expect(first).toMatchObject({ ok: false, failure: { code: 'snapshot/home-moved' } });
  expect(machine.settings.home).toMatch(/^volume:data-restored-\d+$/);
  machine.homeSources = [...machine.homeSources, machine.settings.home.slice('volume:'.length)];
  expect((await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
  const volumes = machine.engine.volumes.map((it) => it.name);
  expect(volumes).toEqual(expect.arrayContaining(['data', machine.settings.home.slice('volume:'.length)]));
  expect(volumes.filter((it) => it.includes('-restored-')).length).toBe(1);
});

/** What is wrong after a crash that the next process has made good. */
function wrongIn(machine: Machine, where: string): readonly string[] {
  const { upgrades, intent } = machine;
  const isKept = upgrades.usedBy.includes(SINCE) || upgrades.replaced.some((it) => it.includes(SINCE));
  return [
    ...(machine.jenkinsOnHome().length === 1 ? [] : [`${where}: ${machine.jenkinsOnHome().length} Jenkins`]),
    ...machine.violations.map((it) => `${where}: ${it}`),
    ...(isKept ? [] : [`${where}: a home is lost`]),
    ...(intent.state === 'settled' || intent.failure !== null ? [] : [`${where}: ${intent.state}`]),
    ...(intent.restore == null || intent.restore.state === 'done' ? [] : [`${where}: ${intent.restore.state}`]),
  ];
}

test.each([
  ['engine', 'reached', 1, 'dood', 'start'],
  ['file', 'reached', 1, 'dood', 'start'],
  ['engine', 'reached', 2, 'dind', 'start'],
  ['file', 'reached', 1, 'dind', 'start'],
  ['engine', 'undone', 2, 'dood', 'start'],
  ['file', 'undone', 1, 'dood', 'start'],
  ['engine', 'reached', 2, 'dood', 'other mode'],
  ['file', 'undone', 1, 'dood', 'other mode'],
] as const)(
  'SIGKILL at each %s call of a restore that is %s is made good (by %s, %s, %s)',
  async (kind, end, by, mode, next) => {
    const wrong: string[] = [];
    const ends = new Set<boolean>();
    let crashes = 0;
    for (let nth = 1; nth < MAX_CALLS; nth += by) {
      const { machine, snapshot } = await saved(mode);
      if (end === 'undone') machine.behaviour = () => ({ readyAfter: isRestored(machine) ? null : 150 });
      const fault: PlannedFault = {
        ...{ call: kind === 'file' ? 'file' : '', nth },
        fault: { kind: 'crash', carriedOut: nth % 4 < 2 },
      };
      const first = machine.process([fault]);
      if ((await Promise.race([first.crashed, first.controller.fulfil(asked(mode, snapshot))])) !== 'crashed') break;
      crashes = nth;
      const where = `${nth} after ${machine.record.at(-1)}`;
      const { controller } = machine.process();
      if (next === 'start') controller.watch();
      else await controller.fulfil({ mode: 'dind', consents: 'all' });
      await expect.poll(() => wrongIn(machine, where), { interval: 1 }).toEqual([]);
      await controller.close();
      wrong.push(...wrongIn(machine, where));
      if (end === 'undone' && isRestored(machine)) wrong.push(`${where}: restored`);
      ends.add(isRestored(machine));
    }
    expect(wrong).toEqual([]);
    expect(crashes).toBeGreaterThan(kind === 'file' ? 3 : 10);
    expect(ends.has(end !== 'undone')).toBe(true);
  },
);
