import { expect, test } from 'vitest';
import { applyOffer } from '../../../../electron/cli/commands/take-over.ts';
import { offersOf } from '../../../../electron/core/settings/offers.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import type { ModelContainer } from '../../../doubles/model-engine/objects.ts';
import { BLUE, begin, bind } from '../../../doubles/other-jenkins.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** Another Jenkins is taken over while ours runs on a home of its own. */

const THEIRS = '/srv/blue';
const ways = (['dind', 'dood'] as const).flatMap((from) =>
  (['dind', 'dood'] as const).map((to) => [from, to] as const),
);

/** Ours runs; theirs, too, and the settings name it. */
async function before(from: JenkinsMode): Promise<{ readonly machine: Machine; readonly id: string }> {
  const machine = await Machine.running(from);
  begin(machine, { mounts: [bind(THEIRS)] });
  const { world } = machine.process();
  const [offer] = await offersOf(world, new AbortController().signal);
  if (offer === undefined) throw new Error('nothing is offered');
  await applyOffer(offer, world);
  machine.homeSources = [THEIRS];
  return { machine, id: machine.engine.container(BLUE).id };
}

const up = (machine: Machine, mode: JenkinsMode, faults: readonly PlannedFault[] = []) =>
  machine.process(faults).controller.fulfil({ mode, consents: 'all' });

test.each(ways)('from %s to %s it is taken over', async (from, to) => {
  const { machine, id } = await before(from);
  const result = await up(machine, to);
  expect(result.ok ? result.value.jenkins : result.failure).toMatchObject({ kind: 'running', mode: to });
  expect(machine.engine.container(id)).toMatchObject({ policy: 'no', run: { kind: 'idle' } });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins[to]]);
  expect(machine.violations).toEqual([]);
});

test.each(ways)('from %s to %s it is taken over, with a snapshot of its home once it is stopped', async (from, to) => {
  const { machine } = await before(from);
  machine.settings = { ...machine.settings, snapshots: { ...machine.settings.snapshots, beforeSwitch: true } };
  machine.record.length = 0;
  const result = await up(machine, to);
  expect(result.ok ? result.value.jenkins : result.failure).toMatchObject({ kind: 'running', mode: to });
  expect(machine.upgrades.snapshots.size).toBe(from === to ? 0 : 1);
  expect(machine.record.join('\n')).toMatch(from === to ? '' : new RegExp(`stop ${BLUE}\n[^]*run ${names.oneShot}`));
  expect(machine.violations).toEqual([]);
});

const fail = (call: string): readonly PlannedFault[] =>
  Array.from({ length: 40 }, (_, at) => ({
    call,
    nth: at + 1,
    fault: { kind: 'fail', status: 500, text: 'no such device' } as const,
  }));

test.each(ways)('from %s to %s, a switch that fails leaves theirs and ours running', async (from, to) => {
  const next = from === to ? `${names.jenkins[to]}.new` : names.jenkins[to];
  for (const faults of [fail(`create ${next}`), ...(from === to ? [] : [fail(`start ${next}`)]), []]) {
    const { machine, id } = await before(from);
    machine.behaviour = ({ mounts }) => (mounts.some(({ source }) => source === THEIRS) ? { readyAfter: null } : {});
    const where = faults[0]?.call ?? 'not ready';
    expect((await up(machine, to, faults)).ok, where).toBe(false);
    expect(machine.engine.container(id), where).toMatchObject({ name: BLUE, run: { kind: 'running' } });
    expect(machine.engine.container(names.jenkins[from]).run.kind, where).toBe('running');
    expect(machine.violations, where).toEqual([]);
  }
});

test.each(ways)(
  'from %s to %s, cancelled at any step, either both run or theirs stays taken over',
  async (from, to) => {
    const wrong: string[] = [];
    let nth = 1;
    for (let isDone = false; ; nth += 1) {
      const { machine, id } = await before(from);
      machine.record.length = 0;
      const { controller } = machine.process();
      const request = controller.fulfil({ mode: to, consents: 'all' }).finally(() => {
        isDone = true;
      });
      await until(() => isDone || machine.record.length >= nth);
      if (isDone) break;
      const at = machine.record.at(-1);
      await controller.cancel();
      await request;
      isDone = false;
      const { name, policy, run } = machine.engine.container(id);
      const isBack = name === BLUE && run.kind === 'running';
      const isTaken = name !== BLUE && run.kind === 'idle' && policy === 'no';
      const isOurs = machine.engine.container(names.jenkins[from]).run.kind === 'running';
      if (!(isBack || isTaken) || !isOurs || machine.violations.length > 0) wrong.push(`${nth} ${at}`);
    }
    expect(wrong).toEqual([]);
    expect(nth).toBeGreaterThan(10);
  },
);

test('where ours was made by hand, a switch that fails leaves theirs running as well', async () => {
  const machine = new Machine();
  begin(machine, { name: names.jenkins.dood, mounts: [bind(HOME)] });
  begin(machine, { mounts: [bind(THEIRS)] });
  machine.settings = { ...machine.settings, home: THEIRS, others: { leave: false, takeOver: BLUE } };
  machine.homeSources = [THEIRS];
  const { id } = machine.engine.container(BLUE);
  const isNew = (it: ModelContainer) => it.name.startsWith(names.jenkins.dind);
  machine.behaviour = (container) => (isNew(container) ? { readyAfter: null } : {});
  expect((await up(machine, 'dind')).ok).toBe(false);
  expect(machine.engine.container(names.jenkins.dood).run.kind).toBe('running');
  expect(machine.engine.container(id)).toMatchObject({ name: BLUE, run: { kind: 'running' } });
  expect(machine.violations).toEqual([]);
});
