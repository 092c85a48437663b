import { expect, test } from 'vitest';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import type { ModelContainer } from '../../../doubles/model-engine/objects.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** A nested engine or a Jenkins that runs and does not get well: it is not "running", and `up` mends it. */

const nested = names.nestedEngine;
const jenkins = names.jenkins.dind;
const look = async (machine: Machine) => (await machine.process().controller.refresh()).jenkins;
const up = (machine: Machine, consents: 'all' | readonly string[] = 'all') =>
  machine.process().controller.fulfil({ mode: 'dind', consents });
const only =
  (name: string, behaviour: object) =>
  (container: ModelContainer): object =>
    container.name === name ? behaviour : {};
const stops = ({ record }: Machine): readonly string[] => record.filter((line) => /^(?:stop|start) /.test(line));

/** A machine whose container of this name behaves so from its next start on, and mends once `up` starts it. */
async function ill(name: string, behaviour: object): Promise<Machine> {
  const machine = await Machine.running('dind');
  machine.behaviour = only(name, behaviour);
  machine.engine.die(name, 1);
  machine.clock.advance(130_000);
  return machine;
}

test.each([
  ['unhealthy', { readyAfter: null }, 'unhealthy'],
  ['crash-looping', { readyAfter: null, exits: { after: 12_000, code: 1 } }, 'restarts again and again'],
  ['crash-looping at once', { readyAfter: null, exits: { after: 50, code: 1 } }, 'restarts again and again'],
])('a nested engine that is %s is drift, and up restarts it after its Jenkins', async (_what, behaviour, current) => {
  const machine = await ill(nested, behaviour);
  expect(await look(machine)).toMatchObject({
    kind: 'drifted',
    causes: expect.arrayContaining([expect.objectContaining({ object: nested, current })]),
  });
  machine.behaviour = () => ({});
  const result = await up(machine);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(stops(machine)).toEqual([`stop ${jenkins}`, `stop ${nested}`, `start ${nested}`, `start ${jenkins}`]);
});

test('an ill nested engine is not restarted under running builds without consent', async () => {
  const machine = await ill(nested, { readyAfter: null });
  machine.builds = { ok: true, value: [runningBuild] };
  expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(machine.record).toEqual([]);
});

test.each([
  ['soon after each start', { exits: { after: 300, code: 5 } }],
  ['15 s after each start', { readyAfter: null, exits: { after: 15_000, code: 5 } }],
])('a Jenkins that ends %s, after a settled switch, is drift, not starting for ever', async (_when, behaviour) => {
  const machine = await ill(jenkins, behaviour);
  expect(await look(machine)).toMatchObject({
    kind: 'drifted',
    causes: [{ object: jenkins, current: 'restarts again and again' }],
  });
  machine.behaviour = () => ({});
  const result = await up(machine);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('a Jenkins that restarts once, as after an update of its plugins, is starting', async () => {
  const machine = await Machine.running('dind');
  machine.engine.die(jenkins, 5);
  machine.clock.advance(1000);
  expect(await look(machine)).toMatchObject({ kind: 'restarting', mode: 'dind' });
});

test('a Jenkins that its users restarted often is starting, not in a loop, for the app that saw it ready', async () => {
  const machine = await Machine.running('dind');
  const { controller } = machine.process();
  for (let restart = 0; restart < 6; restart += 1) {
    expect((await controller.refresh()).jenkins.kind).toBe('running');
    machine.engine.die(jenkins, 5);
    machine.clock.advance(1000);
    expect((await controller.refresh()).jenkins.kind).toBe('restarting');
    machine.clock.advance(30_000);
  }
  await controller.close();
});

test('a Jenkins that gets well by itself after many restarts is shown as running', async () => {
  const machine = await ill(jenkins, { exits: { after: 5000, code: 5 } });
  const { controller } = machine.process();
  controller.watch();
  await until(() => controller.snapshot().jenkins.kind === 'drifted', 'the drift');
  machine.behaviour = () => ({});
  await until(() => controller.snapshot().jenkins.kind === 'running', 'Jenkins');
  await controller.close();
});

test('a Jenkins that ends 15 s after its start is told within 20 s', async () => {
  const machine = await Machine.running('dood');
  machine.behaviour = only(jenkins, { readyAfter: null, exits: { after: 15_000, code: 5 } });
  let started = 0;
  machine.engine.onEvent((name, action) => {
    if (name === jenkins && action === 'start' && started === 0) started = machine.clock.now();
  });
  const { controller } = machine.process();
  let told = 0;
  controller.subscribe(({ activity }) => {
    const failed = activity.kind === 'working' && activity.steps.some(({ state }) => state === 'failed');
    if (failed && told === 0) told = machine.clock.now();
  });
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/exited' } });
  expect(told - started).toBeLessThan(20_000);
});

test('a container that somebody removes is waited for, and made anew', async () => {
  const machine = await Machine.running('dood');
  machine.engine.stop(names.jenkins.dood, 10);
  machine.clock.advance(10_000);
  machine.engine.force(names.jenkins.dood, 'removing');
  const { id } = machine.engine.container(names.jenkins.dood);
  machine.clock.after(9000, () => {
    machine.engine.containers = machine.engine.containers.filter((it) => it.id !== id);
  });
  const result = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.engine.container(names.jenkins.dood).id).not.toBe(id);
});

test('a removal that never ends is told, and the intent does not stay pending', async () => {
  const machine = await Machine.running('dood');
  machine.engine.stop(names.jenkins.dood, 10);
  machine.clock.advance(10_000);
  machine.engine.force(names.jenkins.dood, 'removing');
  const result = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { title: `${names.jenkins.dood} is still being removed` } });
  expect(machine.intent.state).not.toBe('pending');
});

test('down waits for the removal of its own container as well', async () => {
  const machine = await Machine.running('dood');
  machine.engine.stop(names.jenkins.dood, 10);
  machine.clock.advance(10_000);
  machine.engine.force(names.jenkins.dood, 'removing');
  machine.clock.after(9000, () => {
    machine.engine.containers = [];
  });
  const result = await machine.process().controller.fulfil({ mode: 'off', consents: 'all' });
  expect(result.ok && result.value.jenkins).toEqual({ kind: 'stopped' });
});

test('a plan that does not end fails, and the intent does not stay pending', async () => {
  const machine = await Machine.running('dood');
  // Somebody removes the network each time, as soon as it is there.
  machine.engine.onEvent((name, action) => {
    if (name !== names.jenkins.dind || action !== 'start') return;
    machine.clock.after(1, () => machine.engine.stop(names.jenkins.dind, 0));
  });
  const { controller } = machine.process();
  controller.watch();
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(result.ok).toBe(false);
  await until(() => controller.snapshot().activity.kind === 'idle', 'the end');
  expect(machine.intent.state).not.toBe('pending');
  await controller.close();
});

test('no id of 64 digits stands in what a user is told', async () => {
  const machine = await Machine.running('dood');
  const { id } = machine.engine.container(names.jenkins.dood);
  const text = `cannot stop container: ${id}: tried to kill container ${'ab'.repeat(32)}`;
  const { controller } = machine.process(
    [1, 2, 3, 4].map((nth) => ({ call: 'stop', nth, fault: { kind: 'fail', status: 500, text } as const })),
  );
  const result = await controller.fulfil({ mode: 'off', consents: 'all' });
  const told = result.ok ? '' : JSON.stringify(result.failure);
  expect(told).toContain(names.jenkins.dood);
  expect(told).toContain('ab'.repeat(6));
  expect(told).not.toMatch(/[0-9a-f]{13}/);
});

test('down asks about the builds of a hand-made Jenkins whose nested engine would end', async () => {
  const machine = await Machine.running('dind');
  machine.engine.stop(jenkins, 10);
  machine.clock.advance(10_000);
  machine.engine.remove(jenkins);
  machine.engine.build('other-image', {});
  const ports = [{ address: '127.0.0.1', port: 8081, target: 8080 }];
  machine.engine.create({ name: jenkins, image: 'other-image', command: ['sleep', '100000'], ports });
  machine.engine.start(jenkins);
  machine.builds = { ok: true, value: [runningBuild] };
  const result = await machine.process().controller.fulfil({ mode: 'off', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  const agreed = await machine.process().controller.fulfil({ mode: 'off', consents: 'all' });
  expect(agreed.ok).toBe(true);
  expect(machine.engine.container(jenkins).run.kind).toBe('running');
});

test.each(['break', 'crash'] as const)(
  'an up of the command line that ends by a %s is resumed by the app',
  async (kind) => {
    const machine = await Machine.running('dood');
    const app = machine.process();
    app.controller.watch();
    await until(() => app.controller.snapshot().jenkins.kind === 'running', 'the app');
    const faults = [1, 2, 3, 4, 5, 6].map((nth) => ({
      ...{ call: 'start jenkins-container', nth },
      fault: { kind, carriedOut: false } as const,
    }));
    const cli = machine.process(faults);
    await Promise.race([cli.crashed, cli.controller.fulfil({ mode: 'dind', consents: [] })]);
    expect(machine.intent.state).toBe('pending');
    await until(() => machine.intent.state === 'settled', 'the rest');
    await until(() => app.controller.snapshot().jenkins.kind === 'running', 'Jenkins');
    expect(app.controller.snapshot().jenkins).toMatchObject({ mode: 'dind' });
    await app.controller.close();
    expect(machine.violations).toEqual([]);
  },
);
