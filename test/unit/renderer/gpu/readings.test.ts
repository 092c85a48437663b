import { expect, test } from 'vitest';
import type { GpuSample } from '../../../../electron/shared/gpu.ts';
import { gpuFields } from '../../../../electron/shared/gpu-fields.ts';
import { memoryShare, readingsOf } from '../../../../renderer/gpu/readings.ts';
import { GIB, gpuSample, silentGpu } from '../../../doubles/gpu-sample.ts';

const full = gpuSample({
  utilizationGpu: 57,
  utilizationMemory: 23,
  memoryUsedBytes: 3.1 * GIB,
  temperature: 64,
  powerWatts: 220.4,
  fan: 45,
  clockSm: 1710,
  clockMemory: 9501,
  throttle: ['power cap'],
});
const nothing = silentGpu();
const { memory, power } = gpuFields;
const heldBack = (throttle: readonly string[]) => gpuFields.heldBack.card({ ...full, throttle });
const text = (gpu: GpuSample): string =>
  readingsOf(gpu)
    .map(({ label, value }) => `${label}: ${value}`)
    .join('\n');

test('a GPU shows all known values', () => {
  expect(text(full)).toBe(
    [
      'Utilisation: 57 %',
      'Memory: 3.1 of 10.0 GiB',
      'Memory traffic: 23 %',
      'Temperature: 64 °C',
      'Power: 220 of 320 W',
      'Fan: 45 %',
      'Clocks: 1710/9501 MHz',
      'P-state: P2',
      'Held back by: its power limit',
    ].join('\n'),
  );
});

test('an unknown value is a dash, never a zero', () => {
  expect(
    text(nothing)
      .split('\n')
      .every((line) => line.endsWith(': –')),
  ).toBe(true);
  expect(memoryShare(nothing)).toBeNull();
});

test('half of a pair is shown alone', () => {
  expect(memory.card({ ...full, memoryTotalBytes: null })).toBe('3.1 GiB');
  expect(power.card({ ...full, powerLimitWatts: null })).toBe('220 W');
  expect(readingsOf({ ...full, clockSm: null }).find(({ label }) => label === 'Clocks')?.value).toBe('–/9501 MHz');
});

test('a zero is a zero', () => {
  expect(text({ ...full, utilizationGpu: 0, memoryUsedBytes: 0 })).toContain(
    'Utilisation: 0 %\nMemory: 0.0 of 10.0 GiB',
  );
});

test('throttle reasons are in plain words, each once; an unknown one stays as it is', () => {
  expect(heldBack([])).toBe('nothing');
  expect(heldBack(['thermal slowdown (software)', 'power cap'])).toBe('its temperature, its power limit');
  expect(heldBack(['of the future'])).toBe('of the future');
});
