import { queryObjects } from 'node:v8';
import { expect, test } from 'vitest';
import type { Controller } from '../../../../electron/core/control/controller.ts';
import { otherMode } from '../../../../electron/shared/mode.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { runningBuild } from '../../../doubles/situation.ts';
import { held } from '../../../lab/held.ts';

/** What an app that runs for weeks keeps of the switches that it has made. */

/** Each with a build that runs; every fourth is cancelled on its way. */
async function toggle(machine: Machine, controller: Controller, times: number): Promise<void> {
  for (let nth = 1; nth <= times; nth += 1) {
    const { jenkins } = controller.snapshot();
    const mode = otherMode(jenkins.kind === 'running' ? jenkins.mode : 'dood');
    machine.builds = { ok: true, value: [runningBuild] };
    await controller.countBuilds();
    const done = controller.fulfil({ mode, consents: 'all' });
    if (nth % 4 === 0) {
      await until(() => machine.record.some((line) => line.startsWith('create ')), 'a new container');
      await controller.cancel();
    }
    await done;
    await until(() => controller.snapshot().jenkins.kind === 'running', 'Jenkins');
    // The test's own notes.
    machine.record.length = 0;
    machine.commands.length = 0;
  }
}

/** All objects, lists, promises and functions of this process, garbage not counted. */
async function living(): Promise<number> {
  // What a signal followed is let go of some time after the collection that finds the signal.
  await held();
  return queryObjects(Object, { format: 'count' });
}

/** So many containers are remembered with what was learned of their logins, and each switch makes one. */
const REMEMBERED = 32;

test('an app that has made many switches holds no more than after the first ones', async () => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  controller.watch();
  await toggle(machine, controller, REMEMBERED + 8);
  const early = await living();
  await toggle(machine, controller, 24);
  const more = (await living()) - early;
  await controller.close();
  // What is left over by each switch would be 24 objects at least.
  expect(more).toBeLessThan(24);
});
