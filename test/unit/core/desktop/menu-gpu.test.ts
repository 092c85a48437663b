import { expect, test } from 'vitest';
import { throttledGpu } from '../../../../electron/core/desktop/menu-gpu.ts';
import type { GpuProcessRow, GpuState } from '../../../../electron/shared/gpu.ts';
import { GIB, gpuSample, readable } from '../../../doubles/gpu-sample.ts';
import { dind, failure, snapshot, text, top } from '../../../doubles/tray.ts';

const train: GpuProcessRow = {
  pid: 1,
  name: 'python3',
  user: 'jenkins',
  uuid: 'GPU-0',
  memoryBytes: 4 * GIB,
  utilization: null,
  container: 'train',
  engine: 'nested',
  build: { job: 'train-model', number: 42 },
};

test('the menu has a line per GPU, with the build that uses it', () => {
  const two = readable(
    gpuSample(),
    gpuSample({ uuid: 'GPU-1', index: 1, name: 'Tesla V100', utilizationGpu: null, memoryUsedBytes: null }),
    gpuSample({ uuid: 'GPU-2', index: 2, lost: true }),
  );
  expect(top(snapshot(dind, { gpu: two }), { processes: [train] })).toMatchInlineSnapshot(`
    "dind: Jenkins Tray · DinD at http://127.0.0.1:8081 · GPU 35 %
    [Jenkins 2.568.2 runs in DinD]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    Open Jenkins (8081)
    Update Jenkins…
    No builds running
    --
    GPU 0   RTX 3080   35 %   4.1 / 10 GiB   train-model #42
    GPU 1   Tesla V100   -   - / 10 GiB
    GPU 2   RTX 3080   lost
    Let go of the GPUs for 10 minutes"
  `);
});

test('the menu says when GPUs sleep, do not answer or fail', () => {
  const last = (state: GpuState) =>
    top(snapshot(dind, { gpu: state }))
      .split('\n')
      .at(-1);
  expect([
    last({ kind: 'asleep' }),
    last({ kind: 'stale', since: 0, last: [gpuSample()] }),
    last({ kind: 'failed', failure }),
    last({ kind: 'absent', reason: 'no-card', failure }),
  ]).toMatchInlineSnapshot(`
    [
      "GPUs are asleep",
      "GPUs: nvidia-smi does not respond",
      "GPUs: Jenkins did not become ready",
      "No builds running",
    ]
  `);
});

test('a program that no build started is not named, and an unknown load is not shown as a number', () => {
  const gpu = gpuSample({ utilizationGpu: null });
  const menu = top(snapshot(dind, { gpu: readable(gpu) }), { processes: [{ ...train, build: null }] }).split('\n');
  expect([menu[0], menu.at(-2)]).toEqual([
    'dind: Jenkins Tray · DinD at http://127.0.0.1:8081',
    'GPU 0   RTX 3080   -   4.1 / 10 GiB',
  ]);
});

test('small changes of a GPU do not change the menu', () => {
  const model = (load: number, used: number) =>
    text(snapshot(dind, { gpu: readable(gpuSample({ utilizationGpu: load, memoryUsedBytes: used * GIB })) }));
  expect(model(37, 4.11)).toBe(model(36, 4.14));
  expect(model(37, 4.11)).not.toBe(model(60, 4.11));
});

test('GPU figures in the menu change every 10 s, another state at once', () => {
  const shown = throttledGpu({ at: 0, state: { kind: 'unknown' } }, readable(gpuSample()), 1000);
  expect(shown.at).toBe(1000);
  expect(throttledGpu(shown, readable(gpuSample({ utilizationGpu: 99 })), 10_999)).toBe(shown);
  expect(throttledGpu(shown, readable(gpuSample({ utilizationGpu: 99 })), 11_000).at).toBe(11_000);
  expect(throttledGpu(shown, { kind: 'asleep' }, 1001).state.kind).toBe('asleep');
});

test('GPUs that are let go can be read again', () => {
  const menu = text(snapshot(dind, { gpu: { kind: 'released', until: 1 } }));
  expect(menu).toMatch(/GPUs are let go\n *Read the GPUs again/);
});
