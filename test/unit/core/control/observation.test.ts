import { expect, test } from 'vitest';
import { type ObservationOptions, observeAndPlan } from '../../../../electron/core/control/observation.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** Looks at a machine that runs DooD, or with another intent, on an engine elsewhere. */
const look = (
  machine: Machine,
  change: Partial<ObservationOptions> = {},
  elsewhere = false,
  differs: (world: World) => Partial<World> = () => ({}),
) => {
  const { world } = machine.process();
  const endpoint = { ...world.endpoint, ...(elsewhere ? { socket: null } : {}) };
  const options = { intent: machine.intent, settings: machine.settings, preflight: false, version: '1.0.0', ...change };
  return observeAndPlan({ ...world, endpoint, ...differs(world) }, options, new AbortController().signal);
};
const intentOf = (machine: Machine, mode: JenkinsMode | 'off', consents: readonly string[] = []) => ({
  intent: { ...machine.intent, mode, consents },
});

test('without the engine’s socket there is no DooD, but on the way back, and for DinD', async () => {
  const machine = await Machine.running('dood');
  await expect(look(machine, {}, true)).rejects.toMatchObject({ failure: { code: 'engine/no-socket' } });
  await look(machine, intentOf(machine, 'dood', [consent.reuseUnchanged()]), true);
  await look(machine, intentOf(machine, 'dind'), true);
  await look(machine, intentOf(machine, 'off'), true);
});

test('to show what is there, a plan that cannot be made is a block', async () => {
  const machine = await Machine.running('dood');
  const { plan, facts, unplanned } = await look(machine, { forDisplay: true }, true);
  expect(unplanned?.code).toBe('engine/no-socket');
  expect(plan).toEqual({ steps: [], questions: [], blocks: [unplanned], notices: [] });
  expect(facts.page?.kind).toBe('ready');
});

test('an engine that does not answer is told even then', async () => {
  const machine = await Machine.running('dood');
  machine.engine.away = true;
  await expect(look(machine, { forDisplay: true })).rejects.toMatchObject({ failure: { code: 'engine/unreachable' } });
});

test('what others have is looked at only before changes', async () => {
  const machine = await Machine.running('dood');
  const preflight = true;
  expect((await look(machine, { preflight })).facts.preflight).toBeNull();
  expect((await look(machine, { preflight, ...intentOf(machine, 'dind') })).facts.preflight).not.toBeNull();
  expect((await look(machine, intentOf(machine, 'dind'))).facts.preflight).toBeNull();
});

test('who is in the network is looked at only before that is removed', async () => {
  const machine = await Machine.running('dood');
  machine.engine.create({ name: 'stranger', image: 'jenkins-dood-image', command: ['sleep', '9'], network: 'jenkins' });
  machine.engine.start('stranger');
  let asked = 0;
  const counting = ({ engine }: World) => ({
    engine: {
      ...engine,
      networkUsers: (...given: Parameters<typeof engine.networkUsers>) => {
        asked += 1;
        return engine.networkUsers(...given);
      },
    },
  });
  await look(machine, intentOf(machine, 'dind'), false, counting);
  expect(asked).toBe(0);
  const { plan } = await look(machine, intentOf(machine, 'off'), false, counting);
  expect(asked).toBe(1);
  expect(plan.steps.map(({ kind }) => kind)).not.toContain('remove-network');
});

test('to stop Jenkins, nobody has to know who else has the home', async () => {
  const machine = await Machine.running('dood');
  const consents = [consent.takeHome('a heartbeat')];
  expect((await look(machine, intentOf(machine, 'off', consents))).scope).not.toHaveProperty('deadHolder');
  expect((await look(machine, intentOf(machine, 'dood', consents))).scope.deadHolder).toBe('a heartbeat');
});

test('restarts after which Jenkins was ready do not count; what nobody counted stays that', async () => {
  const machine = await Machine.running('dood');
  const away = ({ jenkins }: World) => ({ jenkins: { ...jenkins, page: async () => ({ kind: 'starting' as const }) } });
  const container = machine.engine.container(names.jenkins.dood);
  container.restarts = 6;
  const steps = async (proven?: ReadonlyMap<string, number>, change = away) =>
    (await look(machine, proven === undefined ? {} : { proven }, false, change)).plan.steps.length > 1;
  expect([await steps(), await steps(new Map([[container.id, 6]])), await steps(new Map([['x', 6]]))]).toEqual([
    true,
    false,
    true,
  ]);
  const uncounted = (world: World) => ({
    ...away(world),
    engine: {
      ...world.engine,
      containersAround: async (...given: Parameters<World['engine']['containersAround']>) =>
        (await world.engine.containersAround(...given)).map((it) => ({ ...it, restartCount: null })),
    },
  });
  expect(await steps(new Map([[container.id, 6]]), uncounted)).toBe(false);
});
