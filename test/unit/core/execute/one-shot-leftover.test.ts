import { expect, test } from 'vitest';
import { snapshotTools } from '../../../../electron/core/control/home-snapshots.ts';
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

test('one that runs, one that its process still reads, and those of others stay', async () => {
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
  engine.stop(read, 0);
  clock.after(500, () => engine.remove(read, { force: true }));
  machine.record.length = 0;
  await snapshotTools(machine.process().world, talk, never);
  expect(left(machine)).toEqual([`${names.oneShot}.runs`, `${names.oneShot}.other`, `${names.oneShot}.hand`]);
  expect(machine.record.filter((line) => line.startsWith('remove'))).toEqual([]);
});
