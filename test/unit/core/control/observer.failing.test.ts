import { expect, test } from 'vitest';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { atWork, observing } from '../../../doubles/observing.ts';

/** Looks that fail: what is known stays, what is told is true, and it is looked at again. */

const problem = { code: 'settings/invalid', title: 'A mistake', detail: '' } as const;
const withMistake = ({ settings }: World) => ({
  settings: { ...settings, load: () => ({ ...settings.load(), problem }) },
});

/** A look that throws this, as often as it is made. */
const throwing =
  (thrown: () => Error | null) =>
  ({ engine }: World) => {
    const orThrow =
      (look: typeof engine.containersNamed): typeof engine.containersNamed =>
      async (...given) => {
        const error = thrown();
        if (error !== null) throw error;
        return look(...given);
      };
    const containersAround = orThrow(engine.containersAround);
    return { engine: { ...engine, containersAround, containersNamed: orThrow(engine.containersNamed) } };
  };
const fault = () => new TypeError('a fault of ours');
const away = () => new FailureError({ code: 'engine/unreachable', title: 'Away', detail: '' });

test('an engine that does not answer is told with what the settings say, and looked at again', async () => {
  const machine = await Machine.running('dood');
  const { observer, soon } = observing(machine, (world) => ({ ...throwing(away)(world), ...withMistake(world) }));
  expect(await observer.refresh()).toMatchObject({
    intent: 'dood',
    engine: { kind: 'unreachable', failure: { code: 'engine/unreachable' } },
    jenkins: { kind: 'unknown' },
    notices: [{ id: 'settings' }],
  });
  expect(soon).toEqual([5000]);
});

test('anything else that goes wrong is no fault of the engine: before a first look, Jenkins is unknown for that reason', async () => {
  const machine = await Machine.running('dood');
  for (const [change, notices] of [
    [throwing(fault), []],
    [(world: World) => ({ ...throwing(fault)(world), ...withMistake(world) }), [{ id: 'settings', failure: problem }]],
  ] as const) {
    const { observer, soon } = observing(machine, change);
    expect(await observer.refresh()).toMatchObject({
      engine: { kind: 'unknown' },
      jenkins: { kind: 'failed', mode: 'off', failure: { code: 'internal/error' }, url: null },
      notices,
    });
    expect(soon).toEqual([5000]);
  }
});

test('after a first look, what is known stays, with a notice', async () => {
  const machine = await Machine.running('dood');
  let thrown: Error | null = null;
  const { observer } = observing(
    machine,
    throwing(() => thrown),
  );
  const { engine, jenkins } = await observer.refresh();
  thrown = fault();
  expect(await observer.refresh()).toMatchObject({
    engine,
    jenkins,
    notices: [{ id: 'unobserved', failure: { code: 'internal/error' } }],
  });
});

test('during a request its steps stay', async () => {
  const { observer, snapshots } = observing(await Machine.running('dood'), throwing(fault));
  snapshots.publish({ activity: atWork });
  expect(await observer.refresh()).toMatchObject({ jenkins: { kind: 'unknown' }, notices: [{ id: 'unobserved' }] });
});

test.each([
  ['is interrupted', () => new FailureError({ code: 'run/interrupted', title: '', detail: '' }), false],
  ['fails while the app closes', fault, true],
  ['does not reach the engine while the app closes', away, true],
])('a look that %s tells nothing', async (_what, thrown, closes) => {
  const { observer, snapshots, closing, soon } = observing(await Machine.running('dood'), throwing(thrown));
  if (closes) closing.abort(new Error('closing'));
  const before = snapshots.now;
  expect(await observer.observe(new AbortController().signal)).toBe(before);
  expect([snapshots.now, soon]).toEqual([before, []]);
});

test('after a suspend, an engine that was there has half a minute before it is told; one that was not there has none', async () => {
  const machine = await Machine.running('dood');
  let isAway = false;
  const { observer, soon } = observing(
    machine,
    throwing(() => (isAway ? away() : null)),
  );
  await observer.refresh();
  isAway = true;
  expect((await observer.wake()).engine.kind).toBe('connected');
  expect(soon).toEqual([5000]);
  machine.clock.advance(29_999);
  expect((await observer.refresh()).engine.kind).toBe('connected');
  machine.clock.advance(1);
  expect((await observer.refresh()).engine.kind).toBe('unreachable');
  expect((await observer.wake()).engine.kind).toBe('unreachable');
  const fresh = observing(machine, throwing(away)).observer;
  expect((await fresh.wake()).engine.kind).toBe('unreachable');
});

test('its end is waited for, however it ends', async () => {
  const { observer, snapshots } = observing(await Machine.running('dood'), throwing(fault));
  await observer.idle();
  void observer.refresh();
  await observer.idle();
  expect(snapshots.now.jenkins.kind).toBe('failed');
});
