import { expect, test } from 'vitest';
import { ENDS_ONCE_STARTED } from '../../../../electron/core/execute/stop-container.ts';
import { type Mode, otherMode } from '../../../../electron/shared/mode.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** The computer goes down in the middle of a switch, and comes back: the app completes what it left. */

const MAX_CALLS = 200;

/** What is wrong after a reboot at this call, once the app runs again; null: there are fewer calls. */
async function afterReboot(from: 'dind' | 'dood', to: Mode, nth: number, cancels: boolean): Promise<string[] | null> {
  const machine = await Machine.running(from);
  machine.behaviour = () => ({ readyAfter: 150 });
  const { controller: first, crashed } = machine.process([
    { call: '', nth, fault: { kind: 'crash', carriedOut: true } },
  ]);
  if (cancels)
    first.subscribe(({ activity }) => {
      if (activity.kind !== 'working' || activity.backTo !== undefined) return;
      if (activity.steps.some(({ kind, state }) => kind === 'start' && state === 'running')) void first.cancel();
    });
  if (
    (await Promise.race([crashed, first.fulfil({ mode: to, consents: [] }).then(() => first.cancel())])) !== 'crashed'
  )
    return null;
  const wanted = machine.intent.mode;
  machine.engine.restartEngine(() => machine.clock.advance(60_000));
  const { controller } = machine.process();
  controller.watch();
  const isDone = () =>
    machine.intent.state !== 'pending' &&
    controller.snapshot().activity.kind === 'idle' &&
    controller.snapshot().jenkins.kind === (wanted === 'off' ? 'stopped' : 'running');
  await until(isDone, `call ${nth}, ${machine.record.at(-1) ?? ''}: ${JSON.stringify(controller.snapshot().jenkins)}`);
  await controller.close();
  const on = machine.jenkinsOnHome().map(({ name }) => name);
  return [
    ...(on.join() === (wanted === 'off' ? '' : names.jenkins[wanted]) ? [] : [`on the home: ${on.join()}`]),
    ...machine.violations,
  ].map((wrong) => `call ${nth}: ${wrong}`);
}

for (const [from, to, cancels] of [
  ['dind', 'dood', false],
  ['dood', 'dind', false],
  ['dood', 'dind', true],
  ['dind', 'off', false],
] as const)
  test(`a reboot at any call on the way from ${from} to ${to}${cancels ? ' and back' : ''} is completed by the app`, async () => {
    const wrong: string[] = [];
    let calls = 0;
    for (let nth = 1; nth < MAX_CALLS; nth += 1) {
      const found = await afterReboot(from, to, nth, cancels);
      if (found === null) break;
      calls = nth;
      wrong.push(...found);
    }
    expect(wrong).toEqual([]);
    expect(calls).toBeGreaterThan(3);
    expect(calls).toBeLessThan(MAX_CALLS - 1);
  });

test('after a reboot Jenkins and its nested engine come back in the mode they were in, and are adopted', async () => {
  for (const mode of ['dind', 'dood'] as const) {
    const machine = await Machine.running(mode);
    machine.engine.restartEngine(() => machine.clock.advance(60_000));
    const { controller } = machine.process();
    controller.watch();
    await until(() => controller.snapshot().jenkins.kind === 'running', 'Jenkins');
    expect(controller.snapshot()).toMatchObject({ jenkins: { mode }, notices: [] });
    expect(machine.record.filter((line) => !line.startsWith('intent'))).toEqual([]);
    expect((await controller.fulfil({ mode: otherMode(mode), consents: [] })).ok, 'and can be switched').toBe(true);
    await controller.close();
  }
});

test('a stop right after a start says that Jenkins ends once it has started', async () => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  expect((await controller.fulfil({ mode: 'dood', consents: [], given: [] })).ok).toBe(true);
  machine.engine.restartEngine(() => machine.clock.advance(1000));
  const shown = new Set<string>();
  controller.subscribe(({ jenkins }) => jenkins.kind === 'converging' && shown.add(jenkins.step));
  expect((await controller.fulfil({ mode: 'off', consents: 'all' })).ok).toBe(true);
  expect([...shown]).toContain(`Stop ${names.jenkins.dood}: ${ENDS_ONCE_STARTED}`);
});

test('of one that has started it says nothing', async () => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  const shown = new Set<string>();
  controller.subscribe(({ jenkins }) => jenkins.kind === 'converging' && shown.add(jenkins.step));
  expect((await controller.fulfil({ mode: 'off', consents: 'all' })).ok).toBe(true);
  expect([...shown]).toContain(`Stop ${names.jenkins.dood}`);
  expect([...shown].filter((step) => step.includes(ENDS_ONCE_STARTED))).toEqual([]);
});
