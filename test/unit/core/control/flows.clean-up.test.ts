import { expect, test } from 'vitest';
import type { Mode } from '../../../../electron/shared/mode.ts';
import type { Intent, Snapshot } from '../../../../electron/shared/snapshot.ts';
import type { Fault, PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** A clean-up that fails undoes nothing: the mode is reached, the user is told what is left, and the next request tries again. */

const busy: Fault = { kind: 'fail', status: 409, text: 'removal failed: device or resource busy' };
/** This call fails each time. */
const always = (call: string, fault: Fault = busy): PlannedFault[] =>
  Array.from({ length: 20 }, (_, at) => ({ call, nth: at + 1, fault }));
const up = (machine: Machine, mode: Mode, faults: PlannedFault[] = [], purge: Intent['purge'] = []) =>
  machine.process(faults).controller.fulfil({ mode, consents: [], purge });
const look = (machine: Machine): Promise<Snapshot> => machine.process().controller.refresh();
const told = ({ notices }: Snapshot) => notices.map(({ failure: { code, title } }) => `${code}: ${title}`);
const startsOf = (machine: Machine): readonly string[] =>
  machine.record.filter((line) => line.startsWith('start jenkins-'));

test('a nested engine that cannot be removed leaves DooD running, and the next up removes it', async () => {
  const machine = await Machine.running('dind');
  const result = await up(machine, 'dood', always(`remove ${names.nestedEngine}`));
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode: 'dood' } } });
  const seen = await look(machine);
  expect(seen.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(told(seen)).toEqual([`run/not-cleaned-up: Left over: ${names.nestedEngine}`]);
  expect(seen.notices[0]?.failure).toMatchObject({
    detail: expect.stringContaining('device or resource busy'),
    command: 'jenkins-tray up dood',
  });
  expect(startsOf(machine)).toEqual([`start ${names.jenkins.dood}`]);
  expect(machine.containers()).toEqual(['jenkins-dood-container running', 'nvidia-dind-container idle']);
  expect(await up(machine, 'dood')).toMatchObject({ ok: true });
  expect(machine.containers()).toEqual(['jenkins-dood-container running']);
  expect(told(await look(machine))).toEqual([]);
  expect(machine.intent.left).toBeNull();
  expect(machine.violations).toEqual([]);
});

test.each([
  ['stop', 'dood', names.nestedEngine, 'dind'],
  ['remove', 'dood', names.jenkins.dind, 'dind'],
  ['remove', 'dind', names.jenkins.dood, 'dood'],
] as const)(
  'a failing %s on the way to %s after Jenkins is ready gives way to nothing',
  async (verb, mode, name, from) => {
    const machine = await Machine.running(from);
    const result = await up(machine, mode, always(`${verb} ${name}`));
    expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode } } });
    expect(told(await look(machine))).toEqual([`run/not-cleaned-up: Left over: ${name}`]);
    expect(startsOf(machine)).toEqual([`start ${names.jenkins[mode]}`]);
    // The steps for other objects are done all the same.
    expect(machine.engine.containers).toHaveLength(mode === 'dind' ? 3 : 2);
    expect((await up(machine, mode)).ok).toBe(true);
    expect(machine.engine.containers).toHaveLength(mode === 'dind' ? 2 : 1);
    expect(machine.violations).toEqual([]);
  },
);

test('what is left over and then removed by hand is no longer told', async () => {
  const machine = await Machine.running('dind');
  await up(machine, 'dood', always(`remove ${names.nestedEngine}`));
  machine.engine.remove(names.nestedEngine);
  const seen = await look(machine);
  expect([seen.jenkins.kind, told(seen)]).toEqual(['running', []]);
});

test('beside what is left over, a change from outside is still told', async () => {
  const machine = await Machine.running('dind');
  await up(machine, 'dood', always(`remove ${names.nestedEngine}`));
  machine.engine.stop(names.jenkins.dood, 10);
  machine.clock.advance(10_000);
  expect((await look(machine)).jenkins).toMatchObject({
    kind: 'drifted',
    causes: [{ object: names.jenkins.dood }, {}],
  });
});

test.each(['dind', 'dood'] as const)('down from %s never starts Jenkins again once it is stopped', async (mode) => {
  const machine = await Machine.running(mode);
  const name = names.jenkins[mode];
  expect(await up(machine, 'off', always(`remove ${name}`))).toMatchObject({
    ok: true,
    value: { jenkins: { kind: 'stopped' } },
  });
  const seen = await look(machine);
  expect(seen.jenkins).toEqual({ kind: 'stopped' });
  expect(told(seen)).toEqual([`run/not-cleaned-up: Left over: ${name}`]);
  expect(startsOf(machine)).toEqual([]);
  expect(machine.containers()).toEqual([`${name} idle`]);
  expect((await up(machine, 'off')).ok).toBe(true);
  expect(machine.containers()).toEqual([]);
});

test('down --images with an image in use is off, says which image, and tries again when it is asked to', async () => {
  const machine = await Machine.running('dood');
  machine.engine.create({ name: 'stranger', image: 'jenkins-dood-image', command: ['true'] });
  const inUse = { kind: 'fail', status: 409, text: 'conflict: unable to remove repository reference' } as const;
  const refuses = always('remove image jenkins-dood-image', inUse);
  expect(await up(machine, 'off', refuses, ['images'])).toMatchObject({ ok: true });
  const seen = await look(machine);
  expect(seen.jenkins).toEqual({ kind: 'stopped' });
  expect(told(seen)).toEqual(['run/not-cleaned-up: Left over: image jenkins-dood-image']);
  expect(seen.notices[0]?.failure.command).toBe('jenkins-tray down --images');
  expect(startsOf(machine)).toEqual([]);
  // A plain down asks for no images, so nothing is left over for it.
  expect((await up(machine, 'off')).ok).toBe(true);
  expect(told(await look(machine))).toEqual([]);
});

test('an engine that hangs in the clean-up is not asked for the rest', async () => {
  const machine = await Machine.running('dind');
  const result = await up(machine, 'off', always(`remove ${names.jenkins.dind}`, { kind: 'drop', carriedOut: false }));
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'stopped' } } });
  expect(machine.engine.container(names.nestedEngine).run.kind).toBe('running');
  expect(told(await look(machine))[0]).toContain(names.nestedEngine);
});

test('a Jenkins that cannot be stopped goes on, and down says why', async () => {
  const machine = await Machine.running('dood');
  const result = await up(machine, 'off', [
    { call: `stop ${names.jenkins.dood}`, nth: 'each', fault: { ...busy, status: 500 } },
  ]);
  expect(result).toMatchObject({ ok: false, failure: { detail: expect.stringContaining('resource busy') } });
  expect((await look(machine)).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
});

test('on the way back, what cannot be removed hides neither the reason nor the old Jenkins', async () => {
  const machine = await Machine.running('dood');
  machine.behaviour = ({ name }) => (name === names.jenkins.dind ? { readyAfter: null } : {});
  const result = await up(machine, 'dind', always(`remove ${names.nestedEngine}`));
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  const seen = await look(machine);
  expect(seen.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(seen.notices.map(({ failure }) => failure.code)).toEqual(['jenkins/not-ready', 'run/not-cleaned-up']);
});

test('a clean-up that a crash cut off and that something now blocks is told, and Jenkins goes on', async () => {
  const machine = await Machine.running('dind');
  const call = `remove ${names.jenkins.dind}`;
  const first = machine.process([{ call, nth: 1, fault: { kind: 'crash', carriedOut: false } }]);
  await Promise.race([first.crashed, first.controller.fulfil({ mode: 'dood', consents: [] })]);
  machine.engine.build('jenkins/jenkins', {});
  const mounts = [{ type: 'bind', source: HOME, target: '/home', readOnly: false } as const];
  const ports = [{ address: '127.0.0.1', port: 9999, target: 80 }];
  machine.engine.create({ name: 'stranger', image: 'jenkins/jenkins', command: ['sleep', '100000'], mounts, ports });
  machine.engine.start('stranger');
  machine.record.length = 0;
  const { controller } = machine.process();
  controller.watch();
  await until(() => machine.intent.state !== 'pending', 'the clean-up');
  await controller.close();
  const seen = await look(machine);
  expect(seen.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(seen.notices[0]?.failure.detail).toContain('stranger');
  expect(machine.record).toEqual(['intent dood settled']);
});

test('what hangs in the clean-up before the stop of Jenkins does not keep down from stopping it', async () => {
  const machine = await Machine.running('dind');
  const hangs = always(`remove ${names.jenkins.dind}`, { kind: 'drop', carriedOut: false });
  expect(await up(machine, 'dood', hangs)).toMatchObject({ ok: true });
  expect(machine.containers()).toContain(`${names.jenkins.dind} idle`);
  const result = await up(machine, 'off', hangs);
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'stopped' } } });
  expect(machine.engine.container(names.jenkins.dood).run.kind).not.toBe('running');
  expect(told(await look(machine))[0]).toContain(names.jenkins.dind);
  expect(machine.violations).toEqual([]);
});

test('once Jenkins is ready, everything that is left is removed at the same time', async () => {
  const machine = await Machine.running('dind');
  const slow = (call: string): PlannedFault => ({ call, nth: 1, fault: { kind: 'delay', ms: 60_000 } });
  const { controller } = machine.process([
    slow(`remove ${names.jenkins.dind}`),
    slow(`remove ${names.nestedEngine}`),
    { call: '? read the log', nth: 1, fault: { kind: 'delay', ms: 60_000 } },
  ]);
  const began = machine.clock.monotonic();
  expect(await controller.fulfil({ mode: 'dood', consents: [] })).toMatchObject({ ok: true });
  expect(machine.clock.monotonic() - began).toBeLessThan(100_000);
  expect(machine.containers()).toEqual(['jenkins-dood-container running']);
});
