import { expect, test } from 'vitest';
import { diagnose } from '../../../../../electron/core/doctor/doctor.ts';
import type { OneShot } from '../../../../../electron/core/world/engine.ts';
import { FailureError } from '../../../../../electron/shared/failure.ts';
import { found, machine } from '../../../../doubles/doctor.ts';

/** A machine whose containers answer so; each is noted. */
function answering(exitCode: number, stdout: string, stderr = '') {
  const runs: OneShot[] = [];
  const runOneShot = async (run: OneShot) => {
    runs.push(run);
    return { exitCode, stdout, stderr };
  };
  return { runs, world: machine({ engine: { runOneShot } }) };
}

test('a container of an image of ours is asked, with the GPUs and without anything of this computer', async () => {
  const { world, runs } = answering(0, 'GPU 0: A\n');
  expect(await found(world, 'gpu')).toMatchObject({ state: 'ok', detail: 'GPU 0: A' });
  expect(runs).toEqual([
    expect.objectContaining({
      image: 'jenkins-image',
      command: ['nvidia-smi', '-L'],
      user: '0',
      binds: [],
      gpus: true,
    }),
  ]);
});

test.each([
  [14, 'WARNING: infoROM is corrupted\nGPU 0: A (UUID: GPU-1)', 'ok'],
  [14, 'GPU 10: A (UUID: GPU-1)', 'ok'],
  [0, 'No devices found.', 'warning'],
  [9, 'No devices were found', 'warning'],
  [15, 'Unable to determine the device handle for GPU 0: lost', 'warning'],
] as const)('exit code %i with "%s": %s', async (exitCode, stdout, state) => {
  expect(await found(answering(exitCode, stdout).world, 'gpu')).toMatchObject({ state });
});

test('a container that finds no GPU is a warning with what it says', async () => {
  const check = await found(answering(9, 'No devices\n', 'were found\n').world, 'gpu');
  expect(check?.detail).toBe('a container finds no GPU: No devices\nwere found');
});

test('without a driver, or before an image is built, nothing is asked', async () => {
  const without = machine({ host: { hasGpu: async () => false } });
  expect(await found(without, 'gpu')).toMatchObject({ state: 'skipped', detail: 'this computer has no NVIDIA driver' });
  const unbuilt = machine({ engine: { imagesNamed: async () => [] } });
  expect(await found(unbuilt, 'gpu')).toMatchObject({
    state: 'skipped',
    detail: 'can be checked once an image is built',
    failure: null,
  });
});

test('an engine that cannot give GPUs to a container is a warning with the reason', async () => {
  const runOneShot = async () => {
    throw new FailureError({ code: 'gpu/no-toolkit', title: 'No toolkit', detail: '' });
  };
  expect(await found(machine({ engine: { runOneShot } }), 'gpu')).toMatchObject({
    state: 'warning',
    failure: { code: 'gpu/no-toolkit' },
  });
});

test('an interrupted check is no finding', async () => {
  const abort = new AbortController();
  const runOneShot = async () => {
    abort.abort(new FailureError({ code: 'run/interrupted', title: 'Interrupted', detail: '' }));
    throw new FailureError({ code: 'engine/unreachable', title: 'Away', detail: '' });
  };
  await expect(diagnose(machine({ engine: { runOneShot } }), abort.signal)).rejects.toThrow('Interrupted');
});
