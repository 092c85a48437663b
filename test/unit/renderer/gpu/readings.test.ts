import { expect, test } from 'vitest';
import { memoryShare, readingsOf } from '../../../../renderer/gpu/readings.ts';
import { gpuSample, silentGpu } from '../../../doubles/gpu-sample.ts';

test('an unknown value is a dash, never a zero', () => {
  expect(readingsOf(silentGpu()).every(({ value }) => value === '–')).toBe(true);
  expect(memoryShare(silentGpu())).toBeNull();
});

test('half of a pair is shown with a dash', () => {
  const readings = readingsOf(gpuSample({ clockSm: null, clockMemory: 9501 }));
  expect(readings.find(({ label }) => label === 'Clocks')?.value).toBe('–/9501 MHz');
});

test('an ordinary power limit is neutral; heat and errors of the memory are not', () => {
  const warning = (change: Parameters<typeof gpuSample>[0]) =>
    readingsOf(gpuSample(change)).flatMap(({ label, warns }) => (warns ? [label] : []));
  expect(warning({ throttle: ['power cap'], eccUncorrected: 0 })).toEqual([]);
  expect(warning({ throttle: ['power cap', 'thermal slowdown (software)'], eccUncorrected: 1 })).toEqual([
    'Memory errors',
    'Held back by',
  ]);
});
