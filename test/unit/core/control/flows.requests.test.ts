import { expect, test } from 'vitest';
import type { World } from '../../../../electron/core/world/world.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** What a process asks the engine for: little where nothing is to be done, and all of it where something is. */

const ASKS = ['containersAround', 'containersNamed', 'networksNamed', 'volumesNamed', 'imagesNamed'] as const;

/** Notes each of these calls of a process. */
function noting({ engine }: World): string[] {
  const asked: string[] = [];
  for (const name of ASKS) {
    const ask: (...given: never[]) => unknown = engine[name];
    Object.assign(engine, {
      [name]: (...given: never[]) => {
        asked.push(name);
        return ask(...given);
      },
    });
  }
  return asked;
}

/** Requests mode again on a machine that is in it, with a change before; what was asked, and what was done. */
async function again(mode: JenkinsMode, change: (machine: Machine) => void = () => undefined) {
  const machine = await Machine.running(mode);
  change(machine);
  const { world, controller } = machine.process();
  const asked = noting(world);
  const { ok } = await controller.fulfil({ mode, consents: 'all' });
  const first = asked.slice(0, ASKS.length).sort();
  return { ok, asked, first, machine, record: machine.record };
}

test.each(['dood', 'dind'] as const)(
  'an up with nothing to do asks for containers and images, and changes nothing: %s',
  async (mode) => {
    const { ok, asked, record } = await again(mode);
    expect({ ok, asked: [...asked].sort(), record }).toEqual({
      ok: true,
      asked: ['containersAround', 'imagesNamed'],
      record: [],
    });
  },
);

const all = ['containersAround', 'imagesNamed', 'imagesNamed', 'networksNamed', 'volumesNamed'];

test('drift is seen, and then all is asked for', async () => {
  const { ok, first, machine } = await again('dood', (it) => {
    it.settings = { ...it.settings, ports: { ...it.settings.ports, dood: 9090 } };
  });
  expect({ ok, first }).toEqual({ ok: true, first: all });
  expect(machine.engine.container(names.jenkins.dood).ports).toContainEqual(expect.objectContaining({ port: 9090 }));
});

test('a stranger beside ours, and what a change left, are seen', async () => {
  const stranger = await again('dood', ({ engine }) => {
    engine.create({ name: names.jenkins.dind, image: names.images.dood, policy: 'no' });
    engine.start(names.jenkins.dind);
  });
  expect(stranger.first).toEqual(all);
  const left = await again('dood', ({ engine }) => {
    const { labels } = engine.container(names.jenkins.dood);
    engine.create({ name: `${names.jenkins.dood}.old.12345678`, image: names.images.dood, labels, policy: 'no' });
  });
  expect(left.ok).toBe(true);
  expect(left.machine.containers()).toEqual([`${names.jenkins.dood} running`]);
});

test('a network that is gone with a Jenkins that has ended is seen', async () => {
  const { ok, machine } = await again('dood', (it) => {
    it.engine.stop(names.jenkins.dood, 10);
    it.clock.advance(20_000);
    it.engine.removeNetwork(names.network);
  });
  expect(ok).toBe(true);
  expect(machine.engine.networks.map(({ name }) => name)).toContain(names.network);
});

test('looks just after one another go by names, until an event tells of more', async () => {
  const machine = await Machine.running('dood');
  const { world, controller } = machine.process();
  const asked = noting(world);
  const look = async (): Promise<readonly string[]> => {
    await controller.refresh();
    return asked.splice(0).filter((name) => name.startsWith('containers'));
  };
  expect(await look()).toEqual(['containersAround']);
  expect(await look()).toEqual(['containersNamed']);
  machine.clock.advance(10_000);
  expect(await look()).toEqual(['containersAround']);
  // Its own request may have changed that.
  await controller.fulfil({ mode: 'dood', consents: [] });
  asked.splice(0);
  expect(await look()).toEqual(['containersAround']);
  expect(await look()).toEqual(['containersNamed']);
  await controller.wake();
  expect(asked.splice(0), 'after a suspend').toContain('containersAround');
  controller.watch();
  await look();
  const { labels } = machine.engine.container(names.jenkins.dood);
  machine.engine.create({ name: `${names.jenkins.dood}.new`, image: names.images.dood, labels, policy: 'no' });
  expect((await controller.refresh()).jenkins.kind).toBe('drifted');
  expect(asked).toContain('containersAround');
  await controller.close();
});
