import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namesOf } from '../../electron/core/stack/names.ts';
import { oneShotLabels, uniqueOneShotName } from '../../electron/core/stack/one-shot.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';
import { type SmiDouble, smiDouble } from '../lab/smi-double.ts';
import { until } from '../lab/until.ts';

/** One-shot containers have our name and label, and are removed whatever happens. */
let lab: Setup;
let smi: SmiDouble;

beforeAll(() => {
  lab = setup('probes', 21450);
  smi = smiDouble('probes', 'ok-1');
  // In a container of this image nvidia-smi hangs.
  const image = 'FROM lab/debian:trixie\nENV NVIDIA_SMI_SCENARIO=hung\n';
  run('docker', ['build', '-q', '-t', lab.names.images.dind, '-'], { input: image });
});
afterAll(() => {
  smi.close();
  run('docker', ['rmi', '-f', lab.names.images.dind]);
  cleanUp(lab);
});

const oneShots = (): readonly string[] =>
  docker('ps', '-a', '--filter', `label=io.jenkins-tray.instance=${lab.name}`, '--format', '{{.Names}} {{.Status}}')
    .split('\n')
    .filter(Boolean);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while the doctor’s container hangs: it is removed, and 130',
  async (how) => {
    const child = spawn(process.execPath, [join(ROOT, 'out/cli.js'), 'doctor', '--config', lab.configDir], {
      env: { ...process.env, ...smi.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [oneShot] = await until('running one-shot container', () => {
      const found = oneShots();
      return found[0]?.includes(' Up') ? found : null;
    });
    expect(oneShot).toMatch(/^jenkins-tray-probe-probes\.\w+ Up/);
    child.kill(how);
    expect(await ended).toBe(130);
    expect(oneShots()).toEqual([]);
  },
);

test('a one-shot container that is aborted at any moment leaves nothing behind', async () => {
  const { engine, clock } = product(lab).world;
  const names = namesOf(lab.name);
  const labels = oneShotLabels(names);
  const lives: string[] = [];
  for (let ms = 0; ms <= 400; ms += 20) {
    const abort = new AbortController();
    const running = engine
      .runOneShot(
        {
          name: uniqueOneShotName(names, clock),
          image: lab.names.images.dind,
          command: ['sleep', '60'],
          user: '0',
          binds: [],
          gpus: false,
          labels,
        },
        abort.signal,
      )
      .then(
        () => 'ended',
        (thrown: unknown) => (abort.signal.aborted ? 'aborted' : String(thrown)),
      );
    setTimeout(() => abort.abort(new Error('enough')), ms);
    lives.push(await running);
    expect(oneShots(), `after ${ms} ms`).toEqual([]);
  }
  expect(new Set(lives)).toEqual(new Set(['aborted']));
});
