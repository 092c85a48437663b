import { expect, test } from 'vitest';
import { createSnapshot, snapshotTools } from '../../../../electron/core/control/home-snapshots.ts';
import { verifySnapshot } from '../../../../electron/core/execute/snapshot-store.ts';
import { oneShotLabels } from '../../../../electron/core/stack/one-shot.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { saveHome } from '../../../doubles/restores.ts';
import { names } from '../../../doubles/situation.ts';

const never = new AbortController().signal;
const talk = { version: '1', output: () => undefined };
const left = ({ engine }: Machine): readonly string[] =>
  engine.containers.map(({ name }) => name).filter((name) => name.startsWith(names.oneShot));

const MINUTE = 60_000;

/** A machine on which a `snapshot verify` was killed after its container had ended. */
async function killed(): Promise<Machine> {
  const machine = await Machine.running('dood');
  const { name } = await saveHome(machine);
  const fault: PlannedFault = { call: `remove ${names.oneShot}`, nth: 1, fault: { kind: 'crash', carriedOut: false } };
  const process = machine.process([fault]);
  void snapshotTools(process.world, talk, never).then((tools) => verifySnapshot(name, tools, never));
  await process.crashed;
  const [found = ''] = left(machine);
  expect(found).toMatch(/^jenkins-tray-probe\.\w+$/);
  machine.engine.stop(found, 0);
  machine.clock.advance(MINUTE);
  return machine;
}

test.each(['command', 'switch', 'start'])('what a killed command left is removed by the next %s', async (next) => {
  const machine = await killed();
  const { controller, world } = machine.process();
  if (next === 'command') await snapshotTools(world, talk, never);
  else if (next === 'switch') await controller.fulfil({ mode: 'dind', consents: 'all' });
  else controller.watch();
  await expect.poll(() => left(machine), { interval: 1 }).toEqual([]);
  await controller.close();
});

test('one that was never started goes as well, where that is long ago', async () => {
  const machine = await Machine.running('dood');
  const { engine, clock } = machine;
  const make = (name: string) => engine.create({ name, image: names.images.dood, labels: oneShotLabels(names) });
  make(`${names.oneShot}.old`);
  clock.advance(MINUTE);
  make(`${names.oneShot}.young`);
  await snapshotTools(machine.process().world, talk, never);
  expect(left(machine)).toEqual([`${names.oneShot}.young`]);
});

test('one that runs, one that its stalled process has yet to read, and those of others stay', async () => {
  const machine = await Machine.running('dood');
  const { engine, clock } = machine;
  const image = names.images.dood;
  const make = (name: string, labels = oneShotLabels(names)) => engine.create({ name, image, labels });
  engine.start(make(`${names.oneShot}.runs`).id);
  const others = oneShotLabels({ ...names, owner: { ...names.owner, id: 'another' } });
  for (const name of [`${names.oneShot}.other`, `${names.oneShot}.hand`]) {
    const { id } = make(name, name.endsWith('hand') ? {} : others);
    engine.start(id);
    engine.stop(id, 0);
  }
  const read = make(`${names.oneShot}.read`).id;
  engine.start(read);
  clock.advance(MINUTE);
  engine.stop(read, 0);
  clock.advance(MINUTE - 1000);
  await snapshotTools(machine.process().world, talk, never);
  expect(left(machine)).toEqual(['runs', 'other', 'hand', 'read'].map((end) => `${names.oneShot}.${end}`));
  clock.advance(1000);
  await snapshotTools(machine.process().world, talk, never);
  expect(left(machine)).toEqual(['runs', 'other', 'hand'].map((end) => `${names.oneShot}.${end}`));
});

test.each(['ours', 'a stranger’s'])(
  'before a snapshot the container of a killed pass goes, where it is ours (%s)',
  async (whose) => {
    const machine = await Machine.running('dood');
    const labels = whose === 'ours' ? oneShotLabels(names) : {};
    const { id } = machine.engine.create({ name: names.oneShot, image: names.images.dood, labels });
    machine.engine.start(id);
    machine.record.length = 0;
    const made = createSnapshot(machine.process().world, talk, { wait: null, without: 'nothing' }, never);
    if (whose === 'ours') expect(await made).toMatchObject({ mode: 'dood' });
    else await expect(made).rejects.toThrow();
    expect(left(machine)).toEqual(whose === 'ours' ? [] : [names.oneShot]);
  },
);
