import { expect, test } from 'vitest';
import { createHistory } from '../../../../electron/core/gpu/history.ts';
import type { GpuSample } from '../../../../electron/shared/gpu.ts';
import { gpuSample, MIB } from '../../../doubles/gpu-sample.ts';

const gpu = (index: number, more: Partial<GpuSample> = {}): GpuSample =>
  gpuSample({
    uuid: `GPU-${index}`,
    index,
    utilizationGpu: 50,
    memoryUsedBytes: 1024 * MIB,
    powerWatts: 120,
    ...more,
  });

test('readings every ten seconds leave no gap in a chart of seconds; a pause does', () => {
  const history = createHistory();
  const start = 1_700_000_000_000;
  history.add(start, [gpu(0, { utilizationGpu: 10 })], 18_000);
  history.add(start + 10_000, [gpu(0, { utilizationGpu: 30 })], 18_000);
  history.add(start + 70_000, [gpu(0, { utilizationGpu: 50 })], 18_000);
  const values = history.view('10min', start + 70_000, []).gpus[0]?.values.utilization.slice(-71);
  expect(values).toEqual([...Array(10).fill(10), 30, ...Array(59).fill(null), 50]);
});

test('gaps stay gaps, and a restart keeps the history', () => {
  const history = createHistory();
  const start = 1_700_000_000_000;
  history.add(start, [gpu(0)]);
  history.add(start + 3000, [gpu(0, { utilizationGpu: 80, powerWatts: null })]);
  const tail = (kept = history) => kept.view('10min', start + 3000, []).gpus[0]?.values;
  expect(tail()?.utilization.slice(-4)).toEqual([50, null, null, 80]);
  expect(tail()?.power.slice(-4)).toEqual([120, null, null, null]);
  expect(tail()?.memory.at(-1)).toBe(1024 * MIB);
  expect(tail(createHistory(history.serialise()))).toEqual(tail());
  expect(createHistory(history.serialise().slice(0, 500)).view('1h', start, []).gpus).toEqual([]);
  expect(createHistory(new Uint8Array([1, 2, 3])).bytes()).toBe(0);
});

test('sixteen GPUs for 24 hours stay below 16 MB', () => {
  const history = createHistory();
  const gpus = Array.from({ length: 16 }, (_, index) => gpu(index));
  const start = 1_700_000_000_000;
  for (let second = 0; second < 86_400; second += 1) history.add(start + second * 1000, gpus);
  expect(history.bytes()).toBeLessThan(16 * MIB);
  const view = history.view('24h', start + 86_399_000, []);
  expect(view.gpus).toHaveLength(16);
  expect(view.x).toHaveLength(8640);
  expect(view.gpus.every(({ values }) => values.power.every((watts) => watts === 120))).toBe(true);
});
