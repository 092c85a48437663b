import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import { breakEngine, up } from '../lab/engine.ts';
import { ROOT, readState } from '../lab/paths.ts';
import { cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** Containers, the engine and the computer restart while the app is closed: Jenkins comes back, and never open. */
const borrowed = readState()?.pid === null;
let lab: Setup;
afterEach(() => cleanUp(lab));

const url = (mode: JenkinsMode): string => `http://127.0.0.1:${lab.ports[mode]}/login`;
const answers = async (mode: JenkinsMode): Promise<boolean> =>
  (await fetch(url(mode)).catch(() => null))?.status === 200;
const isNew = (): boolean => existsSync(join(lab.home, '.jenkins-tray', 'new'));
const running = (mode: JenkinsMode): string => docker('inspect', '-f', '{{.State.Running}}', lab.names.jenkins[mode]);
const java = (mode: JenkinsMode): number => run('docker', ['exec', lab.names.jenkins[mode], 'pgrep', 'java']).status;

const restarts = {
  'docker restart': async (mode: JenkinsMode) => void docker('restart', '-t', '60', lab.names.jenkins[mode]),
  'an engine’s restart': async () => {
    await breakEngine('SIGTERM');
    await up();
  },
} as const;

for (const mode of ['dood', 'dind'] as const)
  for (const [what, restart] of Object.entries(restarts))
    test.skipIf(borrowed && what !== 'docker restart')(
      `${what} in ${mode}: a new home stays closed and waits, the app completes it, and after that nothing needs the app`,
      async () => {
        lab = setup('restart', 23300);
        const worker = [join(ROOT, 'test/lab/crash-worker.ts'), lab.configDir, mode, 'await-ready'];
        const killed = run(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...worker]);
        expect(killed.stdout, 'the worker must have been killed').toBe('');
        expect(isNew()).toBe(true);

        await restart(mode);
        await sleep(3000);
        expect(running(mode)).toBe('true');
        expect(java(mode), 'no Jenkins before its administrator is there').not.toBe(0);
        expect(isNew()).toBe(true);

        const { controller } = product(lab);
        controller.watch();
        await expect.poll(() => controller.snapshot().jenkins, { timeout: 120_000 }).toMatchObject({ kind: 'running' });
        await controller.close();
        expect(isNew()).toBe(false);

        await restart(mode);
        await expect.poll(() => answers(mode), { timeout: 120_000 }).toBe(true);
      },
    );
