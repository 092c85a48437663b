import { expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';

test('with all consents a switch looks at the engine once before it begins', async () => {
  const machine = await Machine.running('dood');
  const { world, controller } = machine.process();
  let looks = 0;
  const { containersLabelled } = world.engine;
  const counted = {
    ...world.engine,
    containersLabelled: (...given: Parameters<typeof containersLabelled>) => {
      looks += 1;
      return containersLabelled(...given);
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
