import { expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';

/** A first switch to DinD, whose two image builds end when the test says so. */
function twoBuilds() {
  const machine = Machine.withNewHome();
  const { controller, world } = machine.process();
  const { buildImage } = world.engine;
  const waiting = new Map<string, (failure: Error | null) => void>();
  const aborted: string[] = [];
  /** How the two builds ended, as views show it. */
  const ends = new Set<string>();
  controller.subscribe(({ activity }) => {
    const builds = activity.kind === 'working' ? activity.steps.filter(({ kind }) => kind === 'build-image') : [];
    if (builds.length > 0 && builds.every(({ state }) => state === 'failed'))
      ends.add(builds.map(({ isCutOff }) => (isCutOff ? 'cut off' : 'failed')).join());
  });
  Object.assign(world.engine, {
    buildImage: async (...[spec, output, signal]: Parameters<typeof buildImage>) => {
      output(`first line of ${spec.role}`);
      const failure = await new Promise<Error | null>((resolve) => {
        waiting.set(spec.role, resolve);
        signal.addEventListener('abort', () => {
          aborted.push(spec.role);
          resolve(new Error('aborted'));
        });
      });
      if (failure !== null) throw failure;
      await buildImage(spec, output, signal);
    },
  });
  const result = controller.fulfil({ mode: 'dind', consents: 'all' });
  const both = async (): Promise<void> => {
    while (waiting.size < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { controller, result, waiting, aborted, ends, both };
}

test('both images are built at once, each with its own progress and output', async () => {
  const { controller, result, waiting, both } = twoBuilds();
  await both();
  const { activity } = controller.snapshot();
  const steps = activity.kind === 'working' ? activity.steps : [];
  expect(steps.filter(({ kind }) => kind === 'build-image').map(({ state }) => state)).toEqual(['running', 'running']);
  expect(activity).toMatchObject({
    output: expect.arrayContaining(['nvidia-dind-image: first line of dind', 'jenkins-image: first line of jenkins']),
  });
  for (const end of waiting.values()) end(null);
  expect(await result).toMatchObject({ ok: true });
});

test('where one fails, the other is ended, and the failure is told', async () => {
  const { result, waiting, aborted, ends, both } = twoBuilds();
  await both();
  waiting.get('dind')?.(new Error('no space left on device'));
  expect(await result).toMatchObject({ ok: false });
  expect(aborted).toContain('jenkins');
  expect([...ends]).toEqual([expect.stringMatching(/^(cut off,failed|failed,cut off)$/)]);
});

test('a cancel ends both, and neither counts as failed', async () => {
  const { controller, result, ends, both } = twoBuilds();
  await both();
  await controller.cancel();
  await result;
  expect([...ends]).toEqual(['cut off,cut off']);
});
