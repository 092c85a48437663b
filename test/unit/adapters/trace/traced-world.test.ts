import { expect, test } from 'vitest';
import { traceEvents } from '../../../../electron/adapters/trace/trace-events.ts';
import { stepTracer } from '../../../../electron/adapters/trace/traced-steps.ts';
import { tracedWorld } from '../../../../electron/adapters/trace/traced-world.ts';
import { createController } from '../../../../electron/core/control/controller.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

test('a switch tells its steps, calls and waits, and none of its secrets', async () => {
  const machine = Machine.withNewHome();
  const { world: given } = machine.process();
  let text = '';
  const tracer = traceEvents(
    () => given.clock.monotonic(),
    (more) => {
      text += more;
    },
  );
  const world = tracedWorld(given, tracer);
  const controller = createController(world, '1.0.0');
  controller.subscribe(stepTracer(tracer));
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  tracer.end();
  expect(result).toMatchObject({ ok: true });
  const events: { readonly name: string; readonly cat?: string }[] = JSON.parse(text);
  const names = (lane: string) => events.filter(({ cat }) => cat === lane).map(({ name }) => name);
  expect(names('steps')).toContainEqual(expect.stringMatching(/^Start jenkins-container/));
  expect(names('engine')).toContain('createContainer jenkins-container');
  expect(names('Jenkins')).toContain('page');
  expect(names('waits').length).toBeGreaterThan(0);
  expect(text).not.toContain(await given.secrets.adminPassword());
});
