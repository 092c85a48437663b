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

const START = 1_700_000_000_000;

test('each span shows its own steps, up to now', () => {
  const history = createHistory();
  history.add(START, [gpu(0, { memoryUsedBytes: 3 * MIB })]);
  history.add(START + 5000, [gpu(0, { memoryUsedBytes: 5 * MIB, temperature: null })]);
  const view = history.view('10min', START + 7000, []);
  expect([view.span, view.x.length, view.x[0], view.x.at(-1)]).toEqual([
    '10min',
    600,
    START / 1000 + 7 - 599,
    START / 1000 + 7,
  ]);
  expect(view.gpus[0]?.values.memory.slice(-8)).toEqual([3 * MIB, null, null, null, null, 5 * MIB, null, null]);
  expect(view.gpus[0]?.values.temperature.at(-3)).toBeNull();
  const hour = history.view('1h', START + 7000, []);
  expect([hour.x.length, hour.x.at(-1), hour.gpus[0]?.values.memory.at(-1)]).toEqual([360, START / 1000, 4 * MIB]);
});

test('cards are shown in their order, as they were last seen', () => {
  const history = createHistory();
  history.add(START, [gpu(2), gpu(0, { name: 'old', powerLimitWatts: 1 }), gpu(1)]);
  history.add(START + 1000, [gpu(0, { name: 'new', powerLimitWatts: 2, memoryTotalBytes: 9 })]);
  const { gpus } = history.view('10min', START, []);
  expect(gpus.map(({ index, name }) => [index, name])).toEqual([
    [0, 'new'],
    [1, 'NVIDIA GeForce RTX 3080'],
    [2, 'NVIDIA GeForce RTX 3080'],
  ]);
  expect(gpus[0]).toMatchObject({ uuid: 'GPU-0', powerLimitWatts: 2, memoryTotalBytes: 9 });
});

test('of the bands, those in the span are shown', () => {
  const now = START / 1000;
  const band = (from: number, to: number | null) => ({ uuid: 'GPU-0', build: 'train #1', from, to });
  const bands = [band(1, 2), band(1, now - 600), band(1, now - 599), band(1, null), band(now, now)];
  expect(createHistory().view('10min', START, bands).bands).toEqual(bands.slice(2));
  expect(createHistory().view('1h', START, [band(1, now - 3601), band(1, now - 3590)]).bands).toEqual([
    band(1, now - 3590),
  ]);
});

test('a reading holds as long as was said, and not longer, nor backwards', () => {
  const tail = (step: number, every: number) => {
    const history = createHistory();
    history.add(START, [gpu(0)], every);
    history.add(START + step, [gpu(0, { utilizationGpu: 80 })], every);
    return history.view('10min', START + Math.max(0, step), []).gpus[0]?.values.utilization.slice(-3);
  };
  expect(tail(2000, 2000)).toEqual([50, 50, 80]);
  expect(tail(2000, 1999)).toEqual([50, null, 80]);
  expect(tail(-2000, 2000)).toEqual([80, null, null]);
});

test('each card takes the same memory', () => {
  const history = createHistory();
  expect(history.bytes()).toBe(0);
  history.add(START, [gpu(0), gpu(1)]);
  expect(history.bytes()).toBe(2 * 4 * 4 * (600 + 8640));
});

test('the card that was seen least recently makes room for a seventeenth', () => {
  const history = createHistory();
  for (let index = 0; index < 16; index += 1) history.add(START + (index === 3 ? 0 : 1000), [gpu(index)]);
  const kept = () =>
    [...new TextDecoder().decode(history.serialise().slice(0, 4000)).matchAll(/"GPU-(\d+)"/g)].map(([, index]) =>
      Number(index),
    );
  expect(kept()).toHaveLength(16);
  history.add(START + 2000, [gpu(16)]);
  expect(kept()).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
});

/** A file with one card, and with changes. */
const saved = () => {
  const history = createHistory();
  history.add(START, [gpu(0), gpu(1, { utilizationGpu: 70 })]);
  return history.serialise();
};
const restored = (bytes: Uint8Array) =>
  createHistory(bytes)
    .view('1h', START, [])
    .gpus.map(({ uuid, name, powerLimitWatts, values }) => [uuid, name, powerLimitWatts, values.utilization.at(-1)]);

test('a file gives back each card whole; of a truncated one those that are whole, of a damaged one none', () => {
  const bytes = saved();
  const [first, second] = [50, 70].map((load, at) => [`GPU-${at}`, 'NVIDIA GeForce RTX 3080', 320, load]);
  expect(restored(bytes)).toEqual([first, second]);
  expect(restored(bytes.slice(0, -4))).toEqual([first]);
  expect(restored(bytes.slice(0, bytes.length / 2))).toEqual([]);
  expect(restored(bytes.slice(1))).toEqual([]);
  const head = new TextDecoder().decode(bytes.slice(0, 400));
  const line = head.slice(0, head.indexOf('\n'));
  const withHead = (text: string) => new Uint8Array(Buffer.concat([Buffer.from(text), bytes.slice(line.length)]));
  expect(restored(withHead(line))).toEqual([first, second]);
  for (const text of [line.replace('gpu-1', 'gpu-2'), line.replace('"index"', '"other"'), line.slice(0, -1)])
    expect(restored(withHead(text))).toEqual([]);
});

test('a file with more cards than are kept gives the first of them', () => {
  const history = createHistory();
  history.add(START, [gpu(0)]);
  const bytes = history.serialise();
  const end = bytes.indexOf(10);
  const [, card] = /\[(.*)\]$/.exec(new TextDecoder().decode(bytes.slice(0, end))) ?? [];
  const cards = Array.from({ length: 17 }, (_, at) => card?.replace('GPU-0', `GPU-${at}`));
  const rings = Array.from({ length: 17 }, () => Buffer.from(bytes.slice(end + 1)));
  const file = Buffer.concat([Buffer.from(`jenkins-tray-gpu-1[${cards.join()}]\n`), ...rings]);
  expect(restored(new Uint8Array(file))).toHaveLength(16);
});
