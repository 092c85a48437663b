import { expect, test } from 'vitest';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** Our network: with somebody else in it, gone, or replaced by another one of its name. */

const both = ['dind', 'dood'] as const;
const down = (machine: Machine, faults: readonly PlannedFault[] = []) =>
  machine.process(faults).controller.fulfil({ mode: 'off', consents: 'all' });

function addStranger(machine: Machine, name = 'stranger'): void {
  machine.engine.build('some-image', {});
  machine.engine.create({ name, image: 'some-image', command: ['sleep', '100000'], network: names.network });
  machine.engine.start(name);
}

test.each(both)('down from %s with a stranger on the network ends, and says who keeps it', async (mode) => {
  const machine = await Machine.running(mode);
  addStranger(machine);
  const result = await down(machine);
  expect(result.ok && result.value.jenkins).toEqual({ kind: 'stopped' });
  expect(result.ok ? result.value.notices.map(({ failure }) => failure) : []).toEqual([
    {
      code: 'network/in-use',
      title: 'The network jenkins is still in use',
      detail:
        'stranger runs in it, and Jenkins Tray did not create that container. The network stays until a later `down`.',
      fix: 'To remove it, disconnect stranger, then run `jenkins-tray down` again.',
      command: 'docker network disconnect jenkins stranger',
    },
  ]);
  expect(machine.intent).toMatchObject({ mode: 'off', state: 'settled' });
  expect(machine.containers()).toEqual(['stranger running']);
  expect(machine.engine.networks.map(({ name }) => name)).toEqual([names.network]);
  expect(machine.record).not.toContain(`remove network ${names.network}`);
});

test('a second down does nothing while the stranger is there, and removes the network once it is gone', async () => {
  const machine = await Machine.running('dood');
  addStranger(machine);
  await down(machine);
  machine.record.length = 0;
  const again = await down(machine);
  expect(again.ok && again.value.notices).toHaveLength(1);
  expect(machine.record).toEqual([]);
  machine.engine.remove('stranger', { force: true });
  const later = await down(machine);
  expect(later.ok && [later.value.jenkins.kind, later.value.notices]).toEqual(['stopped', []]);
  expect(machine.engine.networks).toEqual([]);
});

test('a kept network is not drift once the stranger is gone', async () => {
  const machine = await Machine.running('dood');
  addStranger(machine);
  await down(machine);
  machine.engine.remove('stranger', { force: true });
  const { jenkins, notices } = await machine.process().controller.refresh();
  expect([jenkins, notices]).toEqual([{ kind: 'stopped' }, []]);
});

test('a stranger that is stopped keeps no network', async () => {
  const machine = await Machine.running('dood');
  addStranger(machine);
  machine.engine.stop('stranger', 0);
  machine.clock.advance(1000);
  const result = await down(machine);
  expect(result.ok && result.value.notices).toEqual([]);
  expect(machine.engine.networks).toEqual([]);
});

test('a stranger that comes just before the removal keeps the network', async () => {
  const machine = await Machine.running('dood');
  const run = (): void => addStranger(machine, 'late');
  const result = await down(machine, [
    { call: `remove network ${names.network}`, nth: 1, fault: { kind: 'meanwhile', run } },
  ]);
  expect(result.ok && result.value.notices.map(({ failure }) => failure.detail)).toEqual([
    'late runs in it, and Jenkins Tray did not create that container. The network stays until a later `down`.',
  ]);
  expect(machine.intent).toMatchObject({ mode: 'off', state: 'settled' });
});

test('a hand-made container of our name on the network stays, and so does the network', async () => {
  const machine = await Machine.running('dind');
  addStranger(machine, names.jenkins.dood);
  const result = await down(machine);
  expect(result.ok && result.value.notices.map(({ failure }) => failure.code)).toEqual(['network/in-use']);
  expect(machine.engine.container(names.jenkins.dood)).toMatchObject({ starts: 1, run: { kind: 'running' } });
});

test('up does not ask who is on the network', async () => {
  const machine = await Machine.running('dood');
  const [network] = machine.engine.networks;
  const fault = { kind: 'fail', status: 500, text: 'asked' } as const;
  const { controller } = machine.process([{ call: `? inspect the network ${network?.id}`, nth: 1, fault }]);
  expect((await controller.fulfil({ mode: 'dood', consents: [] })).ok).toBe(true);
  expect((await controller.fulfil({ mode: 'dind', consents: [] })).ok).toBe(true);
});

/** A machine whose containers are stopped, and whose network was then pruned. */
async function pruned(mode: (typeof both)[number]): Promise<Machine> {
  const machine = await Machine.running(mode);
  for (const { name } of machine.engine.containers) machine.engine.stop(name, 60);
  machine.clock.advance(60_000);
  machine.engine.removeNetwork(names.network);
  return machine;
}

test.each(both)('up in %s makes its containers anew after a prune of networks', async (mode) => {
  const machine = await pruned(mode);
  const before = machine.engine.containers.map(({ id }) => id);
  const volumes = machine.engine.volumes.map(({ name }) => name);
  const result = await machine.process().controller.fulfil({ mode, consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode });
  expect(machine.engine.containers.filter(({ id }) => before.includes(id))).toEqual([]);
  expect(machine.engine.volumes.map(({ name }) => name)).toEqual(volumes);
  expect(machine.violations).toEqual([]);
});

test.each(both)('up in %s works with a network of the same name that somebody made', async (mode) => {
  const machine = await pruned(mode);
  machine.engine.createNetwork(names.network, {});
  const [network] = machine.engine.networks;
  const result = await machine.process().controller.fulfil({ mode, consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode });
  expect(machine.engine.networks).toEqual([network]);
  await down(machine);
  expect(machine.engine.networks).toEqual([network]);
});

test.each(both)('a prune of networks does not stop a switch to the other mode from %s', async (mode) => {
  const machine = await pruned(mode);
  const other = mode === 'dind' ? 'dood' : 'dind';
  const result = await machine.process().controller.fulfil({ mode: other, consents: 'all' });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: other });
  expect(machine.violations).toEqual([]);
});

test('before up, a container without its network is shown as drift', async () => {
  const machine = await pruned('dood');
  const { jenkins } = await machine.process().controller.refresh();
  expect(jenkins).toMatchObject({
    kind: 'drifted',
    causes: [
      { object: `network ${names.network}`, current: 'missing' },
      { object: names.jenkins.dood, current: 'its network is gone', desired: 'recreated' },
    ],
  });
});

test('a network that goes just before a start is named, and the next up goes on', async () => {
  const machine = await Machine.running('dood');
  machine.engine.stop(names.jenkins.dood, 60);
  machine.clock.advance(60_000);
  const run = (): void => machine.engine.removeNetwork(names.network);
  const faults = [{ call: `start ${names.jenkins.dood}`, nth: 1, fault: { kind: 'meanwhile', run } }] as const;
  const result = await machine.process(faults).controller.fulfil({ mode: 'dood', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'network/gone' } });
  const next = await machine.process().controller.fulfil({ mode: 'dood', consents: [] });
  expect(next.ok && next.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
});
