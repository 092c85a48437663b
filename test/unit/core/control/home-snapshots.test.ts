import { expect, test } from 'vitest';
import { createSnapshot, restoreHome } from '../../../../electron/core/control/home-snapshots.ts';
import { MAKE_SNAPSHOT } from '../../../../electron/core/execute/home-snapshot-script.ts';
import { RESTORE_SNAPSHOT } from '../../../../electron/core/execute/restore-home-script.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { DrainScript } from '../../../doubles/model-engine/drain-script.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { HOME, names } from '../../../doubles/situation.ts';

const MINUTE = 60_000;
const NAME = '2026-11-26T08-10-05Z-dood-2.568.2';
const never = new AbortController().signal;
const talk = { version: '1', output: () => undefined };
const said = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((thrown: unknown) =>
    thrown instanceof FailureError ? `${thrown.failure.code}: ${thrown.failure.title}` : thrown,
  );
const create = (machine: Machine, wait: number | null = null) =>
  said(createSnapshot(machine.process().world, talk, { wait, without: 'nothing' }, never));
const restore = (machine: Machine) => said(restoreHome(machine.process().world, talk, NAME, never));
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

test('with running builds none is made, unless they are waited for', async () => {
  const { machine, script } = await building(10);
  expect(await create(machine)).toBe('snapshot/not-made: Builds are running');
  expect(ran(machine, MAKE_SNAPSHOT)).toBe(false);
  expect(script.draining).toBe(false);
  expect(await create(machine, 5)).toBe('snapshot/not-made: Builds are running');
  expect(await create(machine, 0)).toMatchObject({ state: 'quiet' });
  expect(script.aborted).toEqual([]);
});

test('a stopped Jenkins is saved as that', async () => {
  const machine = await Machine.running('dood');
  expect((await machine.process().controller.fulfil({ mode: 'off', consents: 'all' })).ok).toBe(true);
  expect(await create(machine)).toMatchObject({ state: 'stopped', mode: 'off' });
});

test('nothing is saved or restored while a request has not ended, here or in another process', async () => {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const lock = await world.lock.acquire('switch');
  expect(await create(machine)).toMatch(/^lock\/held/);
  expect(await restore(machine)).toMatch(/^lock\/held/);
  await lock.release();
  machine.intent = { ...machine.intent, state: 'pending', mode: 'dind' };
  expect(await create(machine)).toBe('snapshot/not-made: A switch has not ended');
  expect(await restore(machine)).toBe('snapshot/not-made: A switch has not ended');
});

test('nothing is restored while anything has the home', async () => {
  const machine = await Machine.running('dood');
  expect(await restore(machine)).toMatch(/^home\/in-use/);
  expect(ran(machine, RESTORE_SNAPSHOT)).toBe(false);
  await machine.process().controller.fulfil({ mode: 'off', consents: 'all' });
  expect(await restore(machine)).toMatchObject({ home: HOME, setting: null });
});

test('a Jenkins without the script is asked by its API', async () => {
  const machine = await Machine.running('dood');
  expect(await create(machine)).toMatchObject({ state: 'quiet' });
  expect(machine.intent.quieted ?? null).toBe(null);
});
