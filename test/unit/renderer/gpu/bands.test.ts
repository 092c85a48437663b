import { expect, test } from 'vitest';
import type { GpuBand } from '../../../../electron/shared/gpu-history.ts';
import { colourOfBuild, layOutBands, MAX_LANES } from '../../../../renderer/gpu/bands.ts';

const band = (build: string, from: number, to: number | null, uuid = 'GPU-0'): GpuBand => ({ uuid, build, from, to });

test('a build is drawn over its time, cut at the ends of the chart', () => {
  const [first, second] = layOutBands([band('a #1', -100, 50), band('a #2', 75, null)], 'GPU-0', 0, 100);
  expect(first).toMatchObject({ left: 0, width: 0.5, lane: 0 });
  expect(second).toMatchObject({ left: 0.75, width: 0.25, lane: 0, to: null });
});

test('builds at the same time have lanes of their own, up to a maximum', () => {
  const many = Array.from({ length: 10 }, (_, n) => band(`b #${n}`, n, 90));
  const lanes = layOutBands(many, 'GPU-0', 0, 100).map(({ lane }) => lane);
  expect(lanes.slice(0, 4)).toEqual([0, 1, 2, 3]);
  expect(Math.max(...lanes)).toBe(MAX_LANES - 1);
});

test('other GPUs’ builds and earlier builds are not drawn', () => {
  expect(layOutBands([band('a #1', 10, 20, 'GPU-1'), band('a #2', -20, -10)], 'GPU-0', 0, 100)).toEqual([]);
  expect(layOutBands([band('a #1', 0, 1)], 'GPU-0', 0, 0)).toEqual([]);
});

test('consecutive builds have different colours', () => {
  expect(colourOfBuild('train #41')).not.toBe(colourOfBuild('train #42'));
});
