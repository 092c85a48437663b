import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { type JenkinsMode, otherMode } from '../../../../electron/shared/mode.ts';
import type { Fault } from '../../../doubles/model-engine/faults.ts';
import { Machine, type Process, until } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** What the app does by itself: it resumes a pass whose engine went away, and its user's requests come first. */

const both = ['dind', 'dood'] as const;
const idle = ({ controller }: Process): boolean => controller.snapshot().activity.kind === 'idle';

/** A machine in the other mode, and an app that watches it and whose switch to `mode` has this fault at this call. */
async function watching(mode: JenkinsMode, call: string, fault: (machine: Machine) => Fault) {
  const machine = await Machine.running(otherMode(mode));
  const app = machine.process([{ call, nth: 1, fault: fault(machine) }]);
  app.controller.watch();
  await until(() => app.controller.snapshot().jenkins.kind === 'running', 'the first look');
  return { machine, app };
}

const broken = (): Fault => ({ kind: 'break', carriedOut: false });
/** The engine goes away for good, until the test lets it come back. */
const away = (machine: Machine): Fault => ({
  kind: 'meanwhile',
  run: () => {
    machine.engine.away = true;
  },
});

test.each(both)('a switch whose engine breaks off once on the way to %s looks again and finishes', async (mode) => {
  const { machine, app } = await watching(mode, `start ${names.jenkins[mode]}`, broken);
  expect((await app.controller.fulfil({ mode, consents: [] })).ok).toBe(true);
  expect(app.controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode });
  await app.controller.close();
  expect(machine.violations).toEqual([]);
});

test.each(both)('an app whose engine is away for long on the way to %s resumes once it answers', async (mode) => {
  const { machine, app } = await watching(mode, `start ${names.jenkins[mode]}`, away);
  expect((await app.controller.fulfil({ mode, consents: [] })).ok).toBe(false);
  const gone = machine.clock.now();
  await until(() => machine.clock.now() > gone + 60_000, 'a minute');
  expect(app.controller.snapshot().engine.kind).toBe('unreachable');
  expect(machine.intent).toMatchObject({ mode, state: 'pending' });
  machine.engine.away = false;
  await until(() => machine.intent.state === 'settled' && idle(app), 'the rest of the switch');
  expect(app.controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode });
  await app.controller.close();
});

test('a recreation that is cancelled while the engine is away is not done afterwards', async () => {
  const machine = await Machine.running('dind');
  const containers = machine.engine.containers.map(({ id }) => id);
  const app = machine.process([{ call: `stop ${names.jenkins.dind}`, nth: 1, fault: away(machine) }]);
  app.controller.watch();
  await until(() => app.controller.snapshot().jenkins.kind === 'running', 'the first look');
  const recreate = consent.recreate(machine.engine.container(names.nestedEngine).id);
  expect((await app.controller.fulfil({ mode: 'dind', consents: [recreate] })).ok).toBe(false);
  expect((await app.controller.cancel()).ok).toBe(false);
  machine.engine.away = false;
  await until(() => machine.intent.state === 'settled' && idle(app), 'the way back');
  expect(app.controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  await app.controller.close();
  expect(machine.engine.containers.map(({ id }) => id)).toEqual(containers);
  expect(machine.engine.container(names.jenkins.dind).starts).toBe(1);
});

test('an engine that breaks off again and again is tried with pauses', async () => {
  const machine = await Machine.running('dood');
  const times: number[] = [];
  const call = `create ${names.nestedEngine}`;
  const app = machine.process(
    Array.from({ length: 7 }, (_, at) => at + 1).map((nth) => ({
      ...{ call, nth },
      get fault() {
        times.push(machine.clock.now());
        return broken();
      },
    })),
  );
  app.controller.watch();
  await app.controller.fulfil({ mode: 'dind', consents: [] });
  await until(() => machine.intent.state === 'settled' && idle(app), 'the eighth try');
  await app.controller.close();
  const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  // Within one request ever longer ones, then those of the app.
  expect(pauses.slice(0, 4)).toEqual([1000, 2000, 3000, 4000]);
  expect(pauses[4]).toBeGreaterThanOrEqual(5000);
});

test.each(both)('a cancel while the engine is away leads back, not on to %s', async (mode) => {
  const { machine, app } = await watching(mode, `start ${names.jenkins[mode]}`, away);
  await app.controller.fulfil({ mode, consents: [] });
  expect(await app.controller.cancel()).toMatchObject({ failure: { code: 'engine/unreachable' } });
  machine.engine.away = false;
  await until(() => machine.intent.state === 'settled' && idle(app), 'the way back');
  expect(app.controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: otherMode(mode) });
  await app.controller.close();
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins[otherMode(mode)]]);
  expect(machine.violations).toEqual([]);
});

/** A switch to DinD that a crash cut off. */
async function cutOff(): Promise<Machine> {
  const machine = await Machine.running('dood');
  const call = `start ${names.jenkins.dind}`;
  const first = machine.process([{ call, nth: 1, fault: { kind: 'crash', carriedOut: true } }]);
  await Promise.race([first.crashed, first.controller.fulfil({ mode: 'dind', consents: [] })]);
  expect(machine.intent).toMatchObject({ mode: 'dind', state: 'pending' });
  return machine;
}

test.each(both)('a request for %s as the app begins to finish an earlier one takes its turn', async (mode) => {
  // At any moment of the app's start.
  for (let turns = 0; turns < 40; turns += 1) {
    const machine = await cutOff();
    const { controller } = machine.process();
    controller.watch();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    const result = await controller.fulfil({ mode, consents: 'all' });
    expect(result.ok ? result.value.jenkins : result.failure, `after ${turns} turns`).toMatchObject({
      kind: 'running',
      mode,
    });
    await controller.close();
    expect(machine.intent).toMatchObject({ mode, state: 'settled' });
    expect(machine.violations).toEqual([]);
  }
});

test('a request that is refused as the app begins does not keep it from finishing the earlier one', async () => {
  for (let turns = 0; turns < 40; turns += 1) {
    const machine = await cutOff();
    machine.clock.advance(30_000);
    machine.builds = { ok: true, value: [runningBuild] };
    const app = machine.process();
    app.controller.watch();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    const result = await app.controller.fulfil({ mode: 'dood', consents: [] });
    expect(result, `after ${turns} turns`).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    await until(() => machine.intent.state === 'settled' && idle(app), `the rest, after ${turns} turns`);
    expect(app.controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
    await app.controller.close();
  }
});

test.each(both)(
  'what is pending in %s is finished though another process has the lock as the app starts',
  async (mode) => {
    const machine = await Machine.running(otherMode(mode));
    machine.intent = { ...machine.intent, mode, state: 'pending' };
    const other = await machine.process().world.lock.acquire('a request that is refused');
    const app = machine.process();
    app.controller.watch();
    // Its end changes nothing, so nothing tells of it.
    await other.release();
    await until(() => machine.intent.state === 'settled' && idle(app), 'the rest of the switch');
    expect(app.controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode });
    await app.controller.close();
  },
);
