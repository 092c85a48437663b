import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { breakEngine, up } from '../lab/engine.ts';
import { readState } from '../lab/paths.ts';
import { cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';

/** The engine stops and starts again, under a running Jenkins and during a toggle. */
const borrowed = readState()?.pid === null;
let lab: Setup;

beforeAll(() => {
  lab = setup('away', 20900);
});
afterAll(async () => {
  await up();
  cleanUp(lab);
});

test.skipIf(borrowed)('while the engine restarts it is unreachable, then Jenkins is back by itself', async () => {
  const { controller } = product(lab);
  expect((await controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(true);
  controller.watch();
  await breakEngine('SIGTERM');
  await expect.poll(() => controller.snapshot().engine.kind).toBe('unreachable');
  await up();
  await expect.poll(() => controller.snapshot().jenkins.kind).toBe('running');
  await controller.close();
});

test.skipIf(borrowed)('an engine that dies during a toggle is reported, and the next up completes it', async () => {
  const { controller, world } = product(lab);
  let broken: Promise<void> | null = null;
  controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working') return;
    if (activity.steps.some(({ kind, state }) => kind === 'await-ready' && state === 'running'))
      broken ??= sleep(300).then(() => breakEngine('SIGKILL'));
  });
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  await broken;
  expect(result.ok ? 'done' : result.failure.code).toBe('engine/unreachable');
  expect(world.intent.load()).toMatchObject({ mode: 'dind', state: 'pending' });
  await controller.close();
  await up();
  const again = product(lab);
  const completed = await again.controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(completed.ok ? completed.value.jenkins : completed.failure).toMatchObject({ kind: 'running', mode: 'dind' });
  await again.controller.close();
  expect(
    docker('ps', '-a', '--format', '{{.Names}}', '--filter', `label=io.jenkins-tray.instance=${lab.name}`)
      .split('\n')
      .sort(),
  ).toEqual([lab.names.jenkins.dind, lab.names.nestedEngine].sort());
});
