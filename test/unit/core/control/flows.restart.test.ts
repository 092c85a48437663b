import { expect, test } from 'vitest';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** The engine, a container or the computer restarts. */

const both = ['dind', 'dood'] as const;
const away = (machine: Machine) => (): void => machine.clock.advance(5000);

test.each(both)('after an engine restart Jenkins in %s comes back by itself', async (mode) => {
  const machine = await Machine.running(mode);
  machine.engine.restartEngine(away(machine));
  machine.clock.advance(30_000);
  const { controller } = machine.process();
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode });
  expect(machine.record).toEqual([]);
  expect(machine.violations).toEqual([]);
});

test.each(both)('a Jenkins in %s that the user stopped stays stopped after an engine restart', async (mode) => {
  const machine = await Machine.running(mode);
  machine.engine.stop(names.jenkins[mode], 10);
  machine.clock.advance(10_000);
  machine.engine.restartEngine(away(machine));
  machine.clock.advance(30_000);
  expect(machine.jenkinsOnHome()).toEqual([]);
  const { controller } = machine.process();
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'drifted' });
  const up = await controller.fulfil({ mode, consents: [] });
  expect(up.ok && up.value.jenkins).toMatchObject({ kind: 'running', mode });
});

test.each(both)('an app that watches shows the engine as away, and Jenkins in %s again afterwards', async (mode) => {
  const machine = await Machine.running(mode);
  const { controller } = machine.process();
  controller.watch();
  await until(() => controller.snapshot().jenkins.kind === 'running', 'Jenkins');
  machine.engine.away = true;
  await controller.refresh();
  expect(controller.snapshot().engine.kind).toBe('unreachable');
  machine.engine.away = false;
  await until(() => controller.snapshot().jenkins.kind === 'running', 'Jenkins');
  await controller.close();
  expect(machine.record).toEqual([]);
});

/** A new home whose first start was cut off when its Jenkins had just started. */
async function cutOff(mode: JenkinsMode): Promise<Machine> {
  const machine = Machine.withNewHome();
  const first = machine.process([
    { call: `start ${names.jenkins[mode]}`, nth: 1, fault: { kind: 'crash', carriedOut: true } },
  ]);
  await Promise.race([first.crashed, first.controller.fulfil({ mode, consents: 'all' })]);
  expect(machine.home).toMatchObject({ marked: true, fresh: true });
  return machine;
}

test.each(both)('a new home’s Jenkins in %s stays closed without the app, and the app completes it', async (mode) => {
  const machine = await cutOff(mode);
  // Its entry point waits, gives up and is started again, several times.
  machine.clock.advance(300_000);
  const { controller } = machine.process();
  expect(machine.engine.container(names.jenkins[mode]).starts).toBeGreaterThan(3);
  expect((await controller.refresh()).jenkins.kind).not.toBe('running');
  controller.watch();
  await until(() => machine.intent.state === 'settled', 'the first start');
  await until(() => controller.snapshot().jenkins.kind === 'running', 'Jenkins');
  await controller.close();
  expect(machine.home.fresh).toBe(false);
});

test.each(both)('a new home’s Jenkins in %s gets its secrets again after its container restarted', async (mode) => {
  const machine = Machine.withNewHome();
  machine.behaviour = () => ({ readyAfter: 4000, stopTakes: 0 });
  const { engine } = machine;
  const name = names.jenkins[mode];
  let restarted = false;
  const stop = engine.onEvent((about, action) => {
    if (about !== name || action !== 'start' || restarted) return;
    restarted = true;
    // It has its secrets by then, and has not answered yet.
    machine.clock.after(2500, () => {
      expect(engine.container(name).secrets).toBe(true);
      engine.stop(name, 10);
      engine.settle();
      engine.start(name);
      expect(engine.container(name).secrets).toBe(false);
    });
  });
  const up = await machine.process().controller.fulfil({ mode, consents: 'all' });
  stop();
  expect(up.ok && up.value.jenkins).toMatchObject({ kind: 'running', mode });
  expect(engine.container(name)).toMatchObject({ starts: 2, secrets: true });
  expect(machine.home.fresh).toBe(false);
});

test('an engine restart in mid-switch starts no Jenkins that was created and never started', async () => {
  const machine = await Machine.running('dood');
  const first = machine.process([
    { call: `stop ${names.jenkins.dood}`, nth: 1, fault: { kind: 'crash', carriedOut: false } },
  ]);
  await Promise.race([first.crashed, first.controller.fulfil({ mode: 'dind', consents: [] })]);
  machine.engine.restartEngine(away(machine));
  machine.clock.advance(30_000);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
  const next = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(next.ok && next.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.violations).toEqual([]);
});
