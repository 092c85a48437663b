import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otherMode } from '../../electron/shared/mode.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** SIGKILL at every step of a toggle, in both directions: the next start repairs what it finds. */
let lab: Setup;
const STEPS = { dind: 9, dood: 8 } as const;

beforeAll(async () => {
  lab = setup('crash', 20200);
  const { controller } = product(lab);
  for (const mode of ['dind', 'dood'] as const) {
    const up = await controller.fulfil({ mode, consents: 'all' });
    if (!up.ok) throw new Error(JSON.stringify(up.failure));
  }
  await controller.close();
});
afterAll(() => cleanUp(lab));

const runningJenkins = (): string[] =>
  docker('ps', '--format', '{{.Names}}')
    .split('\n')
    .filter((name) => Object.values(lab.names.jenkins).includes(name));

for (let step = 0; step < Math.max(STEPS.dind, STEPS.dood); step += 1) {
  for (const mode of ['dind', 'dood'] as const) {
    if (step >= STEPS[mode]) continue;
    test(`killed in step ${step + 1} of ${STEPS[mode]} on the way to ${mode}, the next start resumes`, async () => {
      const before = product(lab);
      const now = (await before.controller.refresh()).jenkins;
      if (now.kind !== 'running' || now.mode !== otherMode(mode))
        await before.controller.fulfil({ mode: otherMode(mode), consents: 'all' });
      const preview = await before.controller.preview(mode);
      expect(preview.ok && preview.value.steps, 'every step has its test').toHaveLength(STEPS[mode]);
      await before.controller.close();

      const worker = [join(ROOT, 'test/lab/crash-worker.ts'), lab.configDir, mode, String(step)];
      const crashed = run(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...worker]);
      expect(crashed.stdout, 'the worker must have been killed').toBe('');
      expect(runningJenkins().length).toBeLessThanOrEqual(1);

      const after = product(lab);
      expect(after.world.intent.load()).toMatchObject({ mode, from: otherMode(mode), state: 'pending' });
      if (step % 2 === 0) {
        // Like the app at its start, which finishes a pending intent with its stored consents.
        after.controller.watch();
        for (let tries = 0; tries < 900 && after.world.intent.load().state === 'pending'; tries += 1)
          await new Promise((resolve) => setTimeout(resolve, 100));
      } else {
        // Like the next `up`, which gives no new consent.
        const result = await after.controller.fulfil({ mode, consents: [] });
        expect(result.ok ? 'done' : result.failure).toBe('done');
      }
      await after.controller.close();
      const check = product(lab);
      expect((await check.controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode });
      await check.controller.close();
      expect(runningJenkins()).toEqual([lab.names.jenkins[mode]]);
      expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${lab.name}`).split('\n')).toHaveLength(
        mode === 'dind' ? 2 : 1,
      );
    });
  }
}

test('after a kill during a switch, down removes everything', async () => {
  const before = product(lab);
  await before.controller.fulfil({ mode: 'dood', consents: 'all' });
  await before.controller.close();
  const worker = [join(ROOT, 'test/lab/crash-worker.ts'), lab.configDir, 'dind', '5'];
  expect(run(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...worker]).stdout).toBe('');
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode: 'off', consents: 'all' });
  await controller.close();
  expect(result.ok ? result.value.jenkins : result.failure).toEqual({ kind: 'stopped' });
  expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${lab.name}`)).toBe('');
});
