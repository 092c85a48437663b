import { expect, test } from 'vitest';
import type { GpuHistoryView } from '../../../../electron/shared/gpu-history.ts';
import { bridged } from '../../../../renderer/gpu/bridge.ts';
import { GpuModel } from '../../../../renderer/gpu/model.ts';
import { silentGpu } from '../../../doubles/gpu-sample.ts';

const START = 1_700_000_000;

const view = (
  utilization: readonly (number | null)[],
  span: GpuHistoryView['span'] = '10min',
  step = 1,
): GpuHistoryView => {
  const none = utilization.map(() => null);
  return {
    span,
    x: utilization.map((_, at) => START + at * step),
    bands: [],
    gpus: [
      {
        uuid: 'GPU-0',
        index: 0,
        name: 'RTX',
        memoryTotalBytes: null,
        powerLimitWatts: null,
        values: { utilization, memory: none, temperature: none, power: none },
      },
    ],
  };
};

const sample = (utilizationGpu: number | null, uuid = 'GPU-0') => silentGpu({ uuid, name: 'RTX', utilizationGpu });

test('new readings continue the history, and the chart moves with them', () => {
  const model = new GpuModel();
  model.set(view([1, 2, 3]));
  model.append((START + 3) * 1000 + 400, [sample(4)]);
  expect(model.x).toEqual([START + 1, START + 2, START + 3]);
  expect(model.values('GPU-0', 'utilization')).toEqual([2, 3, 4]);
});

test('one missing second is no gap; a pause is one', () => {
  expect(bridged([1, null, 3], 1)).toEqual([1, undefined, 3]);
  expect(bridged([1, null, null, 3], 1)).toEqual([1, null, null, 3]);
  expect(bridged([null, 2, null], 5)).toEqual([null, 2, null]);
  const model = new GpuModel();
  model.set(view([1, 2, 3, 4]));
  model.append((START + 5) * 1000, [sample(6)]);
  expect(model.values('GPU-0', 'utilization')).toEqual([3, 4, undefined, 6]);
});

test('a pause of a minute stays a gap', () => {
  const model = new GpuModel();
  model.set(view(Array.from({ length: 100 }, () => 7)));
  model.append((START + 99 + 61) * 1000, [sample(9)]);
  const values = model.values('GPU-0', 'utilization') ?? [];
  expect(values.at(-1)).toBe(9);
  expect(values.slice(-61, -1).every((value) => value === null)).toBe(true);
});

test('in long spans ten seconds are one point, the mean of their readings', () => {
  const model = new GpuModel();
  model.set(view([10, 20], '1h', 10));
  for (const [second, value] of [
    [20, 30],
    [21, 40],
    [22, 50],
  ] as const)
    model.append((START + second) * 1000, [sample(value)]);
  expect(model.x).toEqual([START + 10, START + 20]);
  expect(model.values('GPU-0', 'utilization')).toEqual([20, 40]);
});

test('a clock that is set back changes nothing', () => {
  const model = new GpuModel();
  model.set(view([1, 2, 3]));
  model.append((START - 100) * 1000, [sample(9)]);
  expect(model.values('GPU-0', 'utilization')).toEqual([1, 2, 3]);
});

test('an unknown value is a gap, and so is the time before a GPU appeared', () => {
  const model = new GpuModel();
  model.set(view([1, 2]));
  model.append((START + 2) * 1000, [sample(null), sample(5, 'GPU-1')]);
  expect(model.values('GPU-0', 'utilization')).toEqual([2, null]);
  expect(model.values('GPU-1', 'utilization')).toEqual([null, 5]);
  expect(model.values('GPU-2', 'utilization')).toBeNull();
});
