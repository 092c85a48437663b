import { expect, test } from 'vitest';
import { createSnapshot } from '../../../../electron/core/control/home-snapshots.ts';
import { MAKE_SNAPSHOT } from '../../../../electron/core/execute/home-snapshot-script.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { settingsInvalid } from '../../../../electron/shared/failures/settings.ts';
import { DrainScript } from '../../../doubles/model-engine/drain-script.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

const MINUTE = 60_000;
const never = new AbortController().signal;
const talk = { version: '1', output: () => undefined };
const said = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((thrown: unknown) =>
    thrown instanceof FailureError ? `${thrown.failure.code}: ${thrown.failure.title}` : thrown,
  );
const create = (machine: Machine, wait: number | null = null, faults: readonly PlannedFault[] = []) =>
  said(createSnapshot(machine.process(faults).world, talk, { wait, without: 'nothing' }, never));
const ran = (machine: Machine, script: string): boolean => machine.commands.some(({ 2: it }) => it === script);

async function building(minutes: number): Promise<{ machine: Machine; script: DrainScript }> {
  const machine = await Machine.running('dood');
  const script = new DrainScript();
  script.builds = [{ job: 'train', number: 7, endsAt: machine.clock.now() + minutes * MINUTE }];
  machine.script = script;
  return { machine, script };
}

test('a Jenkins that runs is quiet while its home is saved, and then builds again', async () => {
  const { machine, script } = await building(0);
  expect(await create(machine)).toMatchObject({ state: 'quiet', mode: 'dood', method: 'zstd', files: 9 });
  expect(script.draining).toBe(false);
  expect(machine.containers()).toEqual([`${names.jenkins.dood} running`]);
});

test.each(['countBuilds', 'pollBuilds'] as const)(
  'where one is killed beside an app that runs, Jenkins builds again: %s',
  async (look) => {
    const machine = await Machine.running('dood');
    const { controller } = machine.process();
    controller.watch();
    await expect.poll(() => controller.snapshot().jenkins.kind, { interval: 1 }).toBe('running');
    const fault = { kind: 'crash', carriedOut: true } as const;
    const killed = machine.process([{ call: `run ${names.oneShot}`, nth: 1, fault }]);
    const isQuiet: boolean[] = [];
    void killed.crashed.then(() => isQuiet.push(machine.rest.quiet));
    void said(createSnapshot(killed.world, talk, { wait: null, without: 'nothing' }, never));
    await expect.poll(() => isQuiet, { interval: 1 }).toEqual([true]);
    await controller[look]();
    expect([machine.rest.quiet, machine.intent.quieted]).toEqual([false, null]);
    await controller.close();
  },
);

test('with running builds none is made, unless they are waited for', async () => {
  const { machine, script } = await building(10);
  expect(await create(machine)).toBe('snapshot/builds: Builds are running');
  expect(ran(machine, MAKE_SNAPSHOT)).toBe(false);
  expect(script.draining).toBe(false);
  expect(await create(machine, 5)).toBe('snapshot/builds: Builds are running');
  expect(await create(machine, 0)).toMatchObject({ state: 'quiet' });
  expect(script.aborted).toEqual([]);
});

test('a Pipeline that Jenkins pauses, by REST, is not saved half', async () => {
  const machine = await Machine.running('dood');
  machine.builds = { ok: true, value: [{ ...runningBuild, pipeline: true }] };
  expect(await create(machine)).toBe('snapshot/builds: Builds are running');
  expect(await create(machine, 1)).toBe('snapshot/builds: Builds are running');
  expect([machine.rest.quiet, ran(machine, MAKE_SNAPSHOT)]).toEqual([false, false]);
});

test('however long it takes, no build starts meanwhile', async () => {
  const { machine, script } = await building(0);
  const slow: PlannedFault = { call: `run ${names.oneShot}`, nth: 'each', fault: { kind: 'delay', ms: 5 * MINUTE } };
  const seen: boolean[] = [];
  for (let at = MINUTE; at < 5 * MINUTE; at += MINUTE / 2)
    machine.clock.after(at, () => seen.push(script.letsBuild(machine.clock.now())));
  expect(await create(machine, null, [slow])).toMatchObject({ state: 'quiet' });
  expect(seen).toEqual(Array(8).fill(false));
  const asked = machine.commands.length;
  machine.clock.advance(5 * MINUTE);
  expect(machine.commands.length, 'nothing is asked any more').toBe(asked);
});

test('a build that starts all the same is not saved half', async () => {
  const { machine, script } = await building(0);
  const starts = (): void => {
    script.builds = [{ job: 'forced', number: 8, endsAt: Number.POSITIVE_INFINITY }];
  };
  machine.clock.after(2 * MINUTE, starts);
  const slow: PlannedFault = { call: `run ${names.oneShot}`, nth: 'each', fault: { kind: 'delay', ms: 5 * MINUTE } };
  expect(await create(machine, null, [slow])).toBe('snapshot/builds: Builds are running');
  expect(ran(machine, MAKE_SNAPSHOT)).toBe(false);
  expect(script.draining).toBe(false);
  expect(machine.containers()).toEqual([`${names.jenkins.dood} running`]);
});

test('the other mode’s container, which does not run, is left alone', async () => {
  const { machine, script } = await building(0);
  const { image } = machine.engine.container(names.jenkins.dood);
  machine.engine.create({ name: names.jenkins.dind, image });
  machine.record.length = 0;
  expect(await create(machine)).toMatchObject({ state: 'quiet', mode: 'dood' });
  expect(script.draining).toBe(false);
  const asked = machine.record.filter((line) => line.startsWith('exec'));
  expect(asked).toEqual([`exec ${names.jenkins.dood}`, `exec ${names.jenkins.dood}`]);
});

test('who interrupts it, or has lost the lock, ends it, and builds start again', async () => {
  for (const why of ['interrupted', 'lost'] as const) {
    const { machine, script } = await building(0);
    const slow: PlannedFault = { call: `run ${names.oneShot}`, nth: 'each', fault: { kind: 'delay', ms: 5 * MINUTE } };
    const { world } = machine.process([slow]);
    const ends = { interrupted: new AbortController(), lost: new AbortController() };
    const acquire = async (purpose: string) => ({
      ...(await world.lock.acquire(purpose)),
      signal: ends.lost.signal,
    });
    machine.clock.after(MINUTE, () => ends[why].abort(new Error(why)));
    const given = { ...world, lock: { ...world.lock, acquire } };
    const made = createSnapshot(given, talk, { wait: null, without: 'nothing' }, ends.interrupted.signal);
    await expect(made).rejects.toThrow(why);
    expect(script.draining).toBe(false);
    expect(ran(machine, MAKE_SNAPSHOT)).toBe(false);
  }
});

test('with settings that cannot be read nothing is saved', async () => {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const problem = settingsInvalid('/c/settings.json', 'no number', '');
  const settings = { ...world.settings, load: () => ({ settings: machine.settings, problem }) };
  const made = createSnapshot({ ...world, settings }, talk, { wait: null, without: 'nothing' }, never);
  expect(await said(made)).toBe(`${problem.code}: ${problem.title}`);
  expect(ran(machine, MAKE_SNAPSHOT)).toBe(false);
});

test('what is waited for is told', async () => {
  const { machine } = await building(3);
  const told: string[] = [];
  const output = (line: string): void => void told.push(line);
  await createSnapshot(machine.process().world, { version: '1', output }, { wait: 0, without: 'nothing' }, never);
  expect(told.filter((line) => line.startsWith('waiting for '))[0]).toContain('train #7');
});

test('a stopped Jenkins is saved as that', async () => {
  const machine = await Machine.running('dood');
  expect((await machine.process().controller.fulfil({ mode: 'off', consents: 'all' })).ok).toBe(true);
  expect(await create(machine)).toMatchObject({ state: 'stopped', mode: 'off' });
});

test('nothing is saved while a request has not ended, here or in another process', async () => {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const lock = await world.lock.acquire('switch');
  expect(await create(machine)).toMatch(/^lock\/held/);
  await lock.release();
  machine.intent = { ...machine.intent, state: 'pending', mode: 'dind' };
  expect(await create(machine)).toBe('snapshot/not-made: A switch has not ended');
});

test('a Jenkins without the script is asked by its API', async () => {
  const machine = await Machine.running('dood');
  expect(await create(machine)).toMatchObject({ state: 'quiet' });
  expect(machine.intent.quieted ?? null).toBe(null);
});

test.each(['the next start', 'the next command'])(
  'a Jenkins that a killed process had made quiet builds again with %s',
  async (which) => {
    const machine = await Machine.running('dood');
    const first = machine.process([
      { call: `run ${names.oneShot}`, nth: 1, fault: { kind: 'crash', carriedOut: true } },
    ]);
    await Promise.race([
      first.crashed,
      createSnapshot(first.world, talk, { wait: null, without: 'nothing' }, never).catch(() => undefined),
    ]);
    expect([machine.rest.quiet, machine.intent.quieted]).toEqual([true, expect.any(String)]);
    const { controller } = machine.process();
    if (which === 'the next start') controller.watch();
    else expect((await controller.fulfil({ mode: 'dood', consents: [] })).ok).toBe(true);
    await expect.poll(() => [machine.rest.quiet, machine.intent.quieted], { interval: 1 }).toEqual([false, null]);
    await controller.close();
  },
);

test('a Jenkins that an administrator has made quiet stays so', async () => {
  const machine = await Machine.running('dood');
  machine.rest.quiet = true;
  const { controller } = machine.process();
  controller.watch();
  await controller.fulfil({ mode: 'dood', consents: [] });
  await create(machine);
  await controller.close();
  expect(machine.rest.quiet).toBe(true);
});
