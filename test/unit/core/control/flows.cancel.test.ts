import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import type { Snapshot } from '../../../../electron/shared/snapshot.ts';
import type { StepKind } from '../../../../electron/shared/step-words.ts';
import { DrainScript } from '../../../doubles/model-engine/drain-script.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** What is shown from Cancel on, until the mode before runs again. */

/** A switch to DinD that is cancelled when a step of this kind runs; all that was shown from then on. */
async function cancelledAt(machine: Machine, kind: StepKind, given: readonly string[] = []) {
  const { controller } = machine.process();
  const shown: Snapshot[] = [];
  let back: Promise<unknown> | null = null;
  controller.subscribe((snapshot) => {
    const { activity } = snapshot;
    if (back !== null) shown.push(snapshot);
    else if (activity.kind === 'working' && activity.steps.some((it) => it.kind === kind && it.state === 'running'))
      back = controller.cancel();
  });
  await controller.fulfil({ mode: 'dind', consents: [], given });
  await back;
  return { shown, last: controller.snapshot() };
}

test.each<StepKind>(['await-healthy', 'stop', 'await-ready'])(
  'cancelled at %s, it says so at once, and keeps its steps',
  async (kind) => {
    const { shown, last } = await cancelledAt(await Machine.running('dood'), kind);
    expect(last.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
    expect(last.activity).toEqual({ kind: 'idle' });
    const working = shown.flatMap(({ activity }) => (activity.kind === 'working' ? [activity] : []));
    // From the first moment to the last, without a gap.
    expect(working.map(({ backTo }) => backTo)).toEqual(working.map(() => 'dood'));
    expect(working.every(({ cancellable }) => !cancellable)).toBe(true);
    const idle = shown.findIndex(({ activity }) => activity.kind === 'idle');
    expect(shown.slice(0, idle).every(({ activity }) => activity.kind === 'working')).toBe(true);
    expect(shown.slice(idle).every(({ activity }) => activity.kind === 'idle')).toBe(true);
    // The steps before stay, and those of the way back follow.
    const counts = working.map(({ steps }) => steps.filter(({ state }) => state !== 'waiting').length);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  },
);

test('what was aborted is named at the end', async () => {
  const machine = await Machine.running('dood');
  const script = new DrainScript();
  script.builds = [{ job: 'train', number: 7, endsAt: Number.POSITIVE_INFINITY }];
  machine.script = script;
  const { last } = await cancelledAt(machine, 'stop', [consent.whenIdle(1)]);
  expect(last.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(last.notices.map(({ failure }) => failure.detail)).toContain('train #7');
});

test('the next request can be cancelled again', async () => {
  const machine = await Machine.running('dood');
  await cancelledAt(machine, 'await-healthy');
  const { controller } = machine.process();
  const seen = new Set<unknown>();
  controller.subscribe(
    ({ activity }) => activity.kind === 'working' && seen.add([activity.cancellable, activity.backTo].join()),
  );
  await controller.fulfil({ mode: 'dind', consents: [] });
  expect([...seen]).toEqual(['true,']);
});

test('cancelled while the nested engine stops beside the new Jenkins, that is given up before it replaces the old one', async () => {
  const machine = new Machine();
  // So long that the new Jenkins would be ready first.
  machine.behaviour = ({ name }) => (name === names.nestedEngine ? { stopTakes: 20_000 } : {});
  const { controller } = machine.process();
  await controller.fulfil({ mode: 'dind', consents: 'all' });
  const before = machine.engine.containers.find(({ name }) => name === names.jenkins.dind)?.id;
  let back: Promise<unknown> | null = null;
  controller.subscribe(({ activity }) => {
    const steps = activity.kind === 'working' ? activity.steps : [];
    const stops = steps.some((it) => it.object === names.nestedEngine && it.kind === 'stop' && it.state === 'running');
    if (stops) back ??= controller.cancel();
  });
  await controller.fulfil({ mode: 'dood', consents: 'all' });
  await back;
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.engine.containers.find(({ name }) => name === names.jenkins.dind)?.id).toBe(before);
});
