import { expect, test } from 'vitest';
import { cancelIntent } from '../../../../electron/core/control/cancel-intent.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { begin } from '../../../doubles/other-jenkins.ts';
import { names } from '../../../doubles/situation.ts';

const dood = names.jenkins.dood;
/** Cancels what is pending on this machine. */
const cancel = (
  machine: Machine,
  intent: Partial<Intent> = {},
  change: (world: World) => Partial<World> = () => ({}),
) => {
  machine.intent = { ...machine.intent, mode: 'dood', from: 'dood', state: 'pending', consents: ['x'], ...intent };
  const { world } = machine.process();
  return cancelIntent({ ...world, ...change(world) }, machine.intent, '1', new AbortController().signal);
};

test('a change in the same mode that has replaced nothing yet is settled as it is', async () => {
  const machine = await Machine.running('dood');
  expect(await cancel(machine)).toMatchObject({ mode: 'dood', state: 'settled', consents: [] });
  expect(machine.intent.state).toBe('settled');
});

test('a Jenkins that goes on as it is builds again; where there is a way back, it does at the end of that', async () => {
  const quieted = async (intent: Partial<Intent>) => {
    const machine = await Machine.running('dood');
    machine.rest.quiet = true;
    await cancel(machine, { ...intent, quieted: machine.engine.container(dood).id });
    return machine.rest.quiet;
  };
  expect(await quieted({})).toBe(false);
  expect(await quieted({ mode: 'dind' })).toBe(true);
});

const putAside = ({ engine }: Machine): void => {
  const { labels } = engine.container(dood);
  engine.create({ name: `${dood}.old.12345678`, image: 'jenkins-dood-image', labels });
};
const isStopped = ({ engine }: Machine): void => engine.remove(dood, { force: true });

test.each<[string, (machine: Machine) => void, Partial<Intent>]>([
  ['another mode', () => undefined, { mode: 'dind' }],
  ['a Jenkins that was put aside', putAside, {}],
  ['a Jenkins that no longer runs', isStopped, {}],
])('from %s there is a way back', async (_what, change, intent) => {
  const machine = await Machine.running('dood');
  change(machine);
  expect(await cancel(machine, intent)).toMatchObject({
    mode: 'dood',
    state: 'pending',
    consents: expect.arrayContaining([consent.reuseUnchanged()]),
  });
  expect(machine.intent.consents).toContain(consent.reuseUnchanged());
});

test('once plugins of the home were replaced, there is a way back, which puts them back', async () => {
  const machine = await Machine.running('dood');
  const none = { older: [], failing: [], failingAfter: [], lacking: [], isTakenOver: false };
  machine.pluginLook = { ...none, keptAs: 'plugins-1' };
  expect(await cancel(machine)).toMatchObject({ mode: 'dood', state: 'pending' });
});

test('from a Jenkins that was made by hand and is kept, there is a way back', async () => {
  const machine = await Machine.running('dood');
  begin(machine, { name: 'theirs', mounts: [] }, false);
  const { id } = machine.engine.container('theirs');
  machine.engine.rename(id, `${dood}-before-jenkins-tray-${id.slice(0, 6)}`);
  expect(await cancel(machine, { consents: [consent.takeOver(id)] })).toMatchObject({ state: 'pending' });
});

test('while the engine is away, the way back is stored, so that what was cancelled is not resumed', async () => {
  const machine = await Machine.running('dood');
  machine.engine.away = true;
  expect(await cancel(machine)).toMatchObject({ mode: 'dood', state: 'pending' });
  expect(machine.intent.consents).toContain(consent.reuseUnchanged());
});

test('a full disk does not keep the Jenkins before from coming back; a fault of ours is told', async () => {
  const machine = await Machine.running('dood');
  const full = ({ intent }: World) => ({ intent: { ...intent, save: () => Promise.reject(new Error('disk full')) } });
  expect(await cancel(machine, { mode: 'dind' }, full)).toMatchObject({ mode: 'dood', state: 'pending' });
  const fault = ({ engine }: World) => ({
    engine: { ...engine, containersAround: () => Promise.reject(new TypeError('a fault')) },
  });
  await expect(cancel(machine, { mode: 'dind' }, fault)).rejects.toThrow(TypeError);
  const late = ({ engine }: World) => ({
    engine: {
      ...engine,
      containersAround: () => Promise.reject(new FailureError({ code: 'engine/timeout', title: 'Late', detail: '' })),
    },
  });
  await expect(cancel(machine, { mode: 'dind' }, late)).rejects.toThrow('Late');
});
