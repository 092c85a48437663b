import { expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';

test('with all consents a switch looks at the engine once before it begins', async () => {
  const machine = await Machine.running('dood');
  const { world, controller } = machine.process();
  let looks = 0;
  const { containersAround } = world.engine;
  const counted = {
    ...world.engine,
    containersAround: (...given: Parameters<typeof containersAround>) => {
      looks += 1;
      return containersAround(...given);
    },
  };
  Object.assign(world, { engine: counted });
  const seen: number[] = [];
  controller.subscribe(({ activity }) => {
    if (activity.kind === 'working' && activity.steps.some(({ state }) => state === 'running')) seen.push(looks);
  });
  expect((await controller.fulfil({ mode: 'dind', consents: 'all' })).ok).toBe(true);
  expect(seen[0]).toBe(1);
});

test('what did not load is looked up by the next start, if the process ended before that', async () => {
  const machine = await Machine.running('dood');
  // As a process leaves it that ended between a ready Jenkins and that look.
  machine.intent = { ...machine.intent, state: 'pending', plugins: null };
  const { controller, world } = machine.process();
  Object.assign(world.engine, { logTail: async () => ['java.io.IOException: Failed to load: Git (git 5)'] });
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.intent.plugins).not.toBeNull();
});
