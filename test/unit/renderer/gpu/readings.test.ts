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
