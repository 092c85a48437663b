import { expect, test } from 'vitest';
import { createOnlooker } from '../../../../electron/core/control/onlooker.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

test.each(['dind', 'dood', 'off'] as const)(
  'an onlooker sees what a controller does, in %s, and changes nothing',
  async (mode) => {
    const machine = mode === 'off' ? Machine.withNewHome() : await Machine.running(mode);
    const { controller, world } = machine.process();
    expect(await createOnlooker(world, '1.0.0').refresh()).toEqual(await controller.refresh());
    expect(machine.record).toEqual([]);
  },
);
