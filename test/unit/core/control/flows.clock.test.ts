import { expect, test } from 'vitest';
import { POLL_TIMEOUT_MS } from '../../../../electron/core/world/engine.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import type { ModelContainer } from '../../../doubles/model-engine/objects.ts';
import { names } from '../../../doubles/situation.ts';

/** The wall clock jumps by hours while something is waited for: no wait ends sooner or later for it. */

const HOURS = 5 * 3_600_000;
const jumps = [
  ['forward', HOURS],
  ['back', -HOURS],
] as const;
const { nestedEngine: nested, jenkins } = names;
const only =
  (name: string, behaviour: object) =>
  (container: ModelContainer): object =>
    container.name === name ? behaviour : {};

/** Asks for DinD; when this container starts, the wall clock jumps a while later. Returns how long it took, ms. */
async function toDind(machine: Machine, starting: string, jump: number) {
  const { clock, engine } = machine;
  let jumped = false;
  engine.onEvent((name, action) => {
    if (name !== starting || action !== 'start' || jumped) return;
    jumped = true;
    clock.after(3000, () => clock.set(jump));
  });
  const began = clock.monotonic();
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(clock.now()).toBe(clock.monotonic() + jump);
  return { result, took: clock.monotonic() - began };
}

test.each(jumps)('a clock that is set %s does not end the wait for a slow Jenkins', async (_way, jump) => {
  const machine = await Machine.running('dood');
  machine.behaviour = only(jenkins.dind, { readyAfter: 60_000 });
  const { result, took } = await toDind(machine, jenkins.dind, jump);
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode: 'dind' } } });
  expect(took).toBeLessThan(120_000);
});

test.each(jumps)(
  'a clock that is set %s neither hastens nor hides a Jenkins that never answers',
  async (_way, jump) => {
    const machine = await Machine.running('dood');
    machine.behaviour = only(jenkins.dind, { readyAfter: null });
    const { result, took } = await toDind(machine, jenkins.dind, jump);
    expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
    expect(machine.containers()).toContain(`${jenkins.dood} running`);
    const { ready } = machine.settings.timeouts;
    expect(took).toBeGreaterThan(ready * 1000);
    expect(took).toBeLessThan(ready * 1000 + 120_000);
  },
);

test.each(jumps)('a clock that is set %s does not end the wait for a slow nested engine', async (_way, jump) => {
  const machine = await Machine.running('dood');
  machine.behaviour = only(nested, { readyAfter: 40_000 });
  const { result, took } = await toDind(machine, nested, jump);
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode: 'dind' } } });
  expect(took).toBeLessThan(120_000);
});

test.each(jumps)('a clock that is set %s neither hastens nor hides an ill nested engine', async (_way, jump) => {
  const machine = await Machine.running('dood');
  machine.behaviour = only(nested, { readyAfter: null });
  const { result, took } = await toDind(machine, nested, jump);
  expect(result).toMatchObject({ ok: false, failure: { code: 'dind/unhealthy' } });
  const { healthy } = machine.settings.timeouts;
  expect(took).toBeGreaterThan(healthy * 1000);
  expect(took).toBeLessThan(healthy * 1000 + 2 * POLL_TIMEOUT_MS);
});

/** Jenkins' container is being removed by somebody; the clock jumps meanwhile. `takes`: null: it is never gone. */
async function removing(jump: number, takes: number | null) {
  const machine = await Machine.running('dood');
  const { clock, engine } = machine;
  const found = engine.containers.find(({ name }) => name === jenkins.dood);
  engine.stop(jenkins.dood, 1);
  clock.advance(5000);
  engine.force(jenkins.dood, 'removing');
  clock.after(3000, () => clock.set(jump));
  if (takes !== null)
    clock.after(takes, () => {
      engine.containers = engine.containers.filter((it) => it !== found);
    });
  const began = clock.monotonic();
  const result = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  return { result, took: clock.monotonic() - began };
}

test.each(jumps)('a clock that is set %s does not end the wait for a removal', async (_way, jump) => {
  const { result } = await removing(jump, 30_000);
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode: 'dood' } } });
});

test.each(jumps)('a removal that never ends is told after a minute, though the clock is set %s', async (_way, jump) => {
  const { result, took } = await removing(jump, null);
  expect(result.ok).toBe(false);
  expect(took).toBeGreaterThan(60_000);
  expect(took).toBeLessThan(300_000);
});

test.each(jumps)('a step’s time is what it took, though the clock is set %s', async (_way, jump) => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  const { clock } = machine;
  machine.engine.onEvent((_name, action) => {
    if (action === 'start') clock.set(jump);
  });
  const times: number[] = [];
  controller.subscribe(({ activity }) => {
    if (activity.kind === 'working') times.push(...activity.steps.map(({ elapsed }) => elapsed));
  });
  await controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...times)).toBeLessThan(120_000);
});

test.each(jumps)(
  'after a suspend, a clock that is set %s does not change when a lost engine is told',
  async (_way, jump) => {
    const machine = await Machine.running('dood');
    const { clock, engine } = machine;
    const { controller } = machine.process();
    await controller.refresh();
    engine.away = true;
    await controller.wake();
    clock.set(jump);
    clock.advance(20_000);
    expect((await controller.refresh()).engine.kind).toBe('connected');
    clock.advance(20_000);
    expect((await controller.refresh()).engine.kind).toBe('unreachable');
  },
);
