import { expect, test } from 'vitest';
import { MAKE_SNAPSHOT } from '../../../../electron/core/execute/home-snapshot-script.ts';
import { SNAPSHOT_STORE } from '../../../../electron/core/execute/snapshot-store-script.ts';
import { DrainScript } from '../../../doubles/model-engine/drain-script.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';
import { breakNew, upgrade, upgradeRequest } from '../../../doubles/upgrades.ts';

/** Snapshots before a change of the mode and before an upgrade: what they say, and when they are made. */

const MINUTE = 60_000;

async function running(change: { readonly beforeSwitch?: boolean } = { beforeSwitch: true }): Promise<Machine> {
  const machine = await Machine.running('dood');
  machine.settings = { ...machine.settings, snapshots: { ...machine.settings.snapshots, ...change } };
  return machine;
}

const switchTo = (machine: Machine, mode: 'dind' | 'dood' | 'off' = 'dind') =>
  machine.process().controller.fulfil({ mode, consents: 'all' });
/** The descriptions of the snapshots that were made, each with the states of Jenkins meanwhile. */
const made = ({ commands }: Machine) =>
  commands.flatMap(({ 2: script, 8: look, 9: head }) =>
    script === MAKE_SNAPSHOT && look === '-' ? [JSON.parse(`${head}}`)] : [],
  );

test('a snapshot before a change of the mode is made while the Jenkins before still runs', async () => {
  const machine = await running();
  const up: boolean[] = [];
  const take = machine.upgrades.take.bind(machine.upgrades);
  machine.upgrades.take = (...args) => {
    up.push(machine.jenkinsOnHome().length === 1);
    return take(...args);
  };
  expect((await switchTo(machine)).ok).toBe(true);
  expect(up).toEqual([true]);
  expect(made(machine)).toEqual([expect.objectContaining({ reason: 'switch', mode: 'dood', state: 'quiet' })]);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dind]);
  expect(machine.intent).toMatchObject({ state: 'settled', snapshot: null });
  expect((await switchTo(machine, 'off')).ok).toBe(true);
  expect((await switchTo(machine, 'dood')).ok).toBe(true);
  expect(made(machine).length).toBe(1);
});

test('the one of a change that is undone counts among those that are made by themselves', async () => {
  const machine = await running();
  machine.behaviour = ({ name }) => ({ readyAfter: name === names.jenkins.dind ? null : 150 });
  expect((await switchTo(machine)).ok).toBe(false);
  expect([made(machine).length, machine.jenkinsOnHome().length]).toEqual([1, 1]);
  expect(
    machine.commands.filter(({ 2: script, 4: what }) => script === SNAPSHOT_STORE && what === 'prune').length,
  ).toBe(1);
});

test('none is made where the setting is off', async () => {
  const machine = await running({});
  await switchTo(machine);
  expect(made(machine)).toEqual([]);
});

test('with Pipelines that go on it is made once Jenkins is stopped', async () => {
  const machine = await running();
  const script = new DrainScript();
  script.builds = [{ job: 'train', number: 7, endsAt: machine.clock.now() + 10 * MINUTE, pipeline: true }];
  machine.script = script;
  expect((await switchTo(machine)).ok).toBe(true);
  expect(made(machine)).toEqual([expect.objectContaining({ reason: 'switch', state: 'stopped' })]);
});

test.each([true, 'later'] as const)(
  'where it fails (%s), Jenkins is not stopped, and it is said how to go without',
  async (isFull) => {
    const machine = await running();
    machine.upgrades.isFull = isFull;
    const result = await switchTo(machine);
    expect(result).toMatchObject({ ok: false, failure: { code: 'snapshot/not-made' } });
    expect(result.ok ? '' : result.failure.fix).toContain('snapshots.beforeSwitch false');
    expect(machine.record.filter((line) => line.startsWith('stop jenkins-dood'))).toEqual([]);
    expect([machine.containers()[0], machine.rest.quiet]).toEqual([`${names.jenkins.dood} running`, false]);
  },
);

test('an upgrade makes it before Jenkins stops, and keeps what it needs to go back', async () => {
  const machine = await running({});
  const up: boolean[] = [];
  const take = machine.upgrades.take.bind(machine.upgrades);
  machine.upgrades.take = (name, look) => {
    if (look === '-') up.push(machine.jenkinsOnHome().length === 1);
    return take(name, look);
  };
  await upgrade(machine);
  expect(up).toEqual([true]);
  expect(made(machine)).toEqual([expect.objectContaining({ reason: 'upgrade', state: 'quiet' })]);
  const prunes = machine.commands.filter(({ 2: script, 4: what }) => script === SNAPSHOT_STORE && what === 'prune');
  expect(prunes.map(({ 6: keep, 7: reasons }) => [keep, reasons])).toEqual([['5', 'switch|upgrade']]);
  expect(prunes[0]?.slice(10)).toContain(machine.upgrades.stored?.snapshot);
});

test.each([false, true])(
  'one that a killed upgrade made while Jenkins ran on is not what is gone back to (Pipelines: %s)',
  async (pipelines) => {
    const machine = await running({});
    breakNew(machine);
    const call = `stop ${names.jenkins.dood}`;
    const first = machine.process([{ call, nth: 1, fault: { kind: 'crash', carriedOut: false } }]);
    void first.controller.fulfil({ mode: 'dood', ...upgradeRequest });
    await first.crashed;
    expect(made(machine).length).toBe(1);
    machine.clock.advance(24 * 60 * MINUTE);
    machine.upgrades.usedBy = [...machine.upgrades.usedBy, 'a day of builds'];
    if (pipelines) {
      machine.script = new DrainScript();
      machine.script.builds = [{ job: 'train', number: 7, endsAt: machine.clock.now() + MINUTE, pipeline: true }];
    }
    machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
    const { controller } = machine.process();
    if (pipelines) await controller.fulfil({ mode: 'dood', consents: 'all' });
    else controller.watch();
    await expect.poll(() => machine.intent.state, { interval: 1 }).not.toBe('pending');
    await controller.close();
    expect(machine.upgrades.replaced.length).toBe(1);
    expect([machine.upgrades.usedBy.includes('a day of builds'), machine.jenkinsOnHome().length]).toEqual([true, 1]);
  },
);

test('SIGKILL at each call of a change with a snapshot is made good, and at most one more is made', async () => {
  const wrong: string[] = [];
  for (let nth = 1; nth < 200; nth += 2) {
    const machine = await running();
    machine.behaviour = () => ({ readyAfter: 150 });
    const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: nth % 4 < 2 } }]);
    if ((await Promise.race([first.crashed, first.controller.fulfil({ mode: 'dind', consents: 'all' })])) !== 'crashed')
      break;
    const { controller } = machine.process();
    controller.watch();
    await expect.poll(() => machine.intent.state, { interval: 1 }).not.toBe('pending');
    await controller.close();
    if (
      machine.jenkinsOnHome().length !== 1 ||
      (machine.rest.quiet && machine.intent.mode === 'dood') ||
      machine.violations.length > 0
    )
      wrong.push(`${nth}: after ${machine.record.at(-1)}`);
    if (machine.intent.mode === 'dind' && ![1, 2].includes(made(machine).length))
      wrong.push(`${nth}: ${made(machine).length}`);
  }
  expect(wrong).toEqual([]);
});
