import { expect, test } from 'vitest';
import { otherMode } from '../../../../electron/shared/mode.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { goodHome, names } from '../../../doubles/situation.ts';

/** A mode that does not come up, an engine that refuses or goes away: what is left, and what is reported. */

const refused = (call: string, text: string, status = 500): PlannedFault => ({
  call,
  nth: 'each',
  fault: { kind: 'fail', status, text },
});
const both = ['dind', 'dood'] as const;

test.each(both)('a Jenkins in %s whose page never answers gives way to the one before', async (mode) => {
  const machine = await Machine.running(otherMode(mode));
  machine.behaviour = ({ name }) => (name === names.jenkins[mode] ? { readyAfter: null } : {});
  const { controller } = machine.process();
  const began = machine.clock.now();
  const result = await controller.fulfil({ mode, consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(machine.clock.now() - began).toBeGreaterThan(machine.settings.timeouts.ready * 1000);
  const { jenkins, notices } = await controller.refresh();
  expect(jenkins).toMatchObject({ kind: 'running', mode: otherMode(mode) });
  expect(notices.map(({ failure }) => failure.code)).toEqual(['jenkins/not-ready']);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins[otherMode(mode)]]);
  expect(machine.violations).toEqual([]);
});

test.each(both)(
  'a Jenkins in %s that ends again and again is reported with its exit code, and the one before comes back',
  async (mode) => {
    const machine = await Machine.running(otherMode(mode));
    machine.behaviour = ({ name }) => (name === names.jenkins[mode] ? { exits: { after: 300, code: 5 } } : {});
    const { controller } = machine.process();
    const result = await controller.fulfil({ mode, consents: [] });
    expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/exited' } });
    expect(result.ok ? '' : result.failure.detail).toContain('Running from: jenkins.war');
    expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: otherMode(mode) });
    expect(machine.violations).toEqual([]);
  },
);

test('a nested engine that is never healthy stops nothing: the old Jenkins serves all the time', async () => {
  const machine = await Machine.running('dood');
  machine.behaviour = ({ name }) => (name === names.nestedEngine ? { readyAfter: null } : {});
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'dind/unhealthy' } });
  expect(machine.record.filter((line) => line.startsWith('stop jenkins-dood'))).toEqual([]);
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
});

test.each(both)(
  'a first start in %s whose Jenkins never answers ends with its reason, and nothing runs',
  async (mode) => {
    const machine = new Machine();
    machine.behaviour = ({ name }) => (name === names.jenkins[mode] ? { readyAfter: null } : {});
    const { controller } = machine.process();
    const result = await controller.fulfil({ mode, consents: 'all' });
    expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
    expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'failed' });
    expect(machine.jenkinsOnHome()).toEqual([]);
  },
);

test.each(both)('a %s that cannot start reports Docker’s reason, and the mode before comes back', async (mode) => {
  const machine = await Machine.running(otherMode(mode));
  const { controller } = machine.process([refused(`start ${names.jenkins[mode]}`, 'no such device or address')]);
  const result = await controller.fulfil({ mode, consents: [] });
  expect(result.ok ? '' : result.failure.detail).toContain('no such device or address');
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: otherMode(mode) });
  expect(machine.violations).toEqual([]);
});

test.each(both)('a port that a stranger took meanwhile is told at once, without a second try of %s', async (mode) => {
  const machine = await Machine.running(otherMode(mode));
  const text = 'driver failed programming external connectivity: Bind for 127.0.0.1:8081: port is already allocated';
  let tries = 0;
  const { controller } = machine.process([
    {
      ...{ call: `start ${names.jenkins[mode]}`, nth: 'each' },
      get fault() {
        tries += 1;
        return { kind: 'fail', status: 500, text } as const;
      },
    },
  ]);
  expect(await controller.fulfil({ mode, consents: [] })).toMatchObject({ failure: { code: 'port/in-use' } });
  expect(tries).toBe(1);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins[otherMode(mode)]]);
});

test('DinD runs without GPUs that Docker cannot provide, and the user learns why', async () => {
  const machine = await Machine.running('dood');
  const text = 'could not select device driver "nvidia" with capabilities: [[gpu]]';
  const { controller } = machine.process([{ ...refused(`start ${names.nestedEngine}`, text), nth: 1 }]);
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.intent.gpuless?.detail).toContain(text);
});

test('a name that is taken for a moment is waited for', async () => {
  const machine = await Machine.running('dood');
  const text = 'Conflict. The container name "/jenkins-container" is already in use by container "1".';
  const { controller } = machine.process([{ ...refused(`create ${names.jenkins.dind}`, text, 409), nth: 1 }]);
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('an engine that goes away in mid-switch leaves the intent, and the next up resumes it', async () => {
  const machine = await Machine.running('dood');
  const first = machine.process([
    { call: `start ${names.jenkins.dind}`, nth: 'each', fault: { kind: 'break', carriedOut: false } },
  ]);
  const cut = await first.controller.fulfil({ mode: 'dind', consents: [] });
  expect(cut).toMatchObject({ ok: false, failure: { code: 'engine/unreachable' } });
  expect(machine.intent).toMatchObject({ mode: 'dind', from: 'dood', state: 'pending' });
  const next = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(next.ok && next.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.violations).toEqual([]);
});

test('a call whose answer never comes ends at its deadline, and the mode before comes back', async () => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process([
    { call: `create ${names.nestedEngine}`, nth: 'each', fault: { kind: 'drop', carriedOut: false } },
  ]);
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'engine/timeout' } });
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
});

/** A cancel of a toggle to DinD as soon as the engine tells of this; returns what became of it. */
async function cancelledAt(name: string, action: string): Promise<Machine> {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  let back: ReturnType<typeof controller.cancel> | null = null;
  const stop = machine.engine.onEvent((about, what) => {
    if (about === name && what === action) back ??= controller.cancel();
  });
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  stop();
  expect(result).toMatchObject({ ok: false, failure: { code: 'run/interrupted' } });
  await until(() => back !== null, 'the cancel');
  await back;
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.intent).toMatchObject({ mode: 'dood', state: 'settled' });
  expect(machine.containers()).toEqual(['jenkins-dood-container running']);
  expect(machine.violations).toEqual([]);
  return machine;
}

test.each([
  ['the nested engine is created', names.nestedEngine, 'create'],
  ['the nested engine starts', names.nestedEngine, 'start'],
  ['the new Jenkins is created', names.jenkins.dind, 'create'],
])('a cancel while %s leaves the old Jenkins alone', async (_when, name, action) => {
  const machine = await cancelledAt(name, action);
  expect(machine.record.filter((line) => line.startsWith('stop jenkins-dood'))).toEqual([]);
});

test.each([
  ['the old Jenkins ends', names.jenkins.dood, 'die'],
  ['the new Jenkins starts', names.jenkins.dind, 'start'],
])('a cancel when %s brings the old one back', async (_when, name, action) => {
  const machine = await cancelledAt(name, action);
  expect(machine.record).toContain(`start ${names.jenkins.dood}`);
});

test('a home on a read-only disk is refused before anything is stopped', async () => {
  const machine = await Machine.running('dood');
  machine.home = { ...goodHome, readOnly: true };
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'home/not-writable' } });
  expect(machine.record).toEqual([]);
});

test.each([
  ['lets everybody in', 'jenkins/open', 200],
  ['refuses its administrator', 'jenkins/no-administrator', 403],
] as const)('a new home’s Jenkins that %s is stopped, and its home stays new', async (_what, code, status) => {
  const machine = Machine.withNewHome();
  machine.apiStatus = () => status;
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code } });
  expect(machine.containers()).toEqual([`${names.jenkins.dood} idle`]);
  expect(machine.home.fresh).toBe(true);
  // Once what opened it is gone, the same request completes the first start.
  machine.apiStatus = (hasLogin) => (hasLogin ? 200 : 403);
  expect(await controller.fulfil({ mode: 'dood', consents: 'all' })).toMatchObject({ ok: true });
  expect(machine.home.fresh).toBe(false);
});
