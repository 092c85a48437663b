import { expect, test } from 'vitest';
import type { GpuBand, GpuHistoryView, GpuSample } from '../../../electron/shared/gpu.ts';
import { colourOfBuild, layBands, MOST_LANES } from '../../../renderer/gpu/bands.ts';
import { bridged, GpuModel } from '../../../renderer/gpu/model.ts';

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

const sample = (utilizationGpu: number | null, uuid = 'GPU-0'): GpuSample => ({
  uuid,
  index: 0,
  name: 'RTX',
  utilizationGpu,
  utilizationMemory: null,
  memoryUsedBytes: null,
  memoryTotalBytes: null,
  temperature: null,
  powerWatts: null,
  powerLimitWatts: null,
  fan: null,
  clockSm: null,
  clockMemory: null,
  pstate: null,
  throttle: null,
  mig: false,
  lost: false,
});

test('a reading a second goes on where the history ends, and the window moves with it', () => {
  const model = new GpuModel();
  model.set(view([1, 2, 3]));
  model.append((START + 3) * 1000 + 400, [sample(4)]);
  expect(model.x).toEqual([START + 1, START + 2, START + 3]);
  expect(model.values('GPU-0', 'utilization')).toEqual([2, 3, 4]);
});

test('a second without a reading between two is no gap, a pause is one', () => {
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

test('ten seconds are one point of the long spans, the mean of their readings', () => {
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

test('a clock that was set back changes nothing', () => {
  const model = new GpuModel();
  model.set(view([1, 2, 3]));
  model.append((START - 100) * 1000, [sample(9)]);
  expect(model.values('GPU-0', 'utilization')).toEqual([1, 2, 3]);
});

test('a field that the card does not say is a gap, and so is a card that came later', () => {
  const model = new GpuModel();
  model.set(view([1, 2]));
  model.append((START + 2) * 1000, [sample(null), sample(5, 'GPU-1')]);
  expect(model.values('GPU-0', 'utilization')).toEqual([2, null]);
  expect(model.values('GPU-1', 'utilization')).toEqual([null, 5]);
  expect(model.values('GPU-2', 'utilization')).toBeNull();
});

const band = (build: string, from: number, to: number | null, uuid = 'GPU-0'): GpuBand => ({ uuid, build, from, to });

test('a build is drawn over its time, cut at the ends of what is shown', () => {
  const [first, second] = layBands([band('a #1', -100, 50), band('a #2', 75, null)], 'GPU-0', 0, 100);
  expect(first).toMatchObject({ left: 0, width: 0.5, lane: 0 });
  expect(second).toMatchObject({ left: 0.75, width: 0.25, lane: 0, to: null });
});

test('builds at the same time lie below each other, and no more than so many', () => {
  const many = Array.from({ length: 10 }, (_, n) => band(`b #${n}`, n, 90));
  const lanes = layBands(many, 'GPU-0', 0, 100).map(({ lane }) => lane);
  expect(lanes.slice(0, 4)).toEqual([0, 1, 2, 3]);
  expect(Math.max(...lanes)).toBe(MOST_LANES - 1);
});

test('other cards, and builds before what is shown, are not drawn', () => {
  expect(layBands([band('a #1', 10, 20, 'GPU-1'), band('a #2', -20, -10)], 'GPU-0', 0, 100)).toEqual([]);
  expect(layBands([band('a #1', 0, 1)], 'GPU-0', 0, 0)).toEqual([]);
});

test('builds that follow each other have different colours', () => {
  expect(colourOfBuild('train #41')).not.toBe(colourOfBuild('train #42'));
});
