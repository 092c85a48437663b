import { expect, test } from 'vitest';
import { alarmsAfter, type GpuAlarm, type GpuLimits, NO_LIMITS } from '../../../../electron/core/gpu/alarms.ts';
import type { GpuSample } from '../../../../electron/shared/gpu.ts';
import { GIB, gpuSample } from '../../../doubles/gpu-sample.ts';

const LIMITS: GpuLimits = { hot: 90, full: 97 };

/** One letter per reading, every ten seconds: whether that alarm is told. */
function told(kind: GpuAlarm['kind'], samples: readonly Partial<GpuSample>[], limits = LIMITS): string {
  let alarms: readonly GpuAlarm[] = [];
  return samples
    .map((sample, at) => {
      alarms = alarmsAfter(alarms, [gpuSample(sample)], limits, at * 10_000);
      return alarms.some((one) => one.kind === kind && one.told) ? '!' : '.';
    })
    .join('');
}
const at = (...degrees: readonly (number | null)[]) => degrees.map((temperature) => ({ temperature }));

test('a card is hot after half a minute at the limit, until it is well below', () => {
  expect(told('hot', at(89, 90, 91, 92, 90, 88, 86, 85, 88, 90))).toBe('....!!!...');
});

test('a short peak, and values around the limit, are told once or not at all', () => {
  expect(told('hot', at(91, 91, 89, 91, 91, 89, 91))).toBe('.......');
  expect(told('hot', at(90, 90, 90, 90, 89, 90, 89, 90, 89, 90))).toBe('...!!!!!!!');
});

test('what is not known is not cool', () => {
  expect(told('hot', at(91, 91, 91, 91, null, null, 91))).toBe('...!!!!');
  expect(told('hot', at(null, null, null, null))).toBe('....');
});

test('hot memory and the card’s own word for danger count as well', () => {
  const memory = { temperature: 70, temperatureMemory: 106 };
  expect(told('hot', [memory, memory, memory, memory])).toBe('...!');
  const danger = { temperature: 80, throttle: ['thermal slowdown (hardware)'] };
  expect(told('hot', [danger, danger, danger, danger])).toBe('...!');
  // Its power limit is everyday work.
  expect(told('hot', Array(5).fill({ temperature: 80, throttle: ['power cap'] }))).toBe('.....');
});

test('memory is full at its limit; what has no memory of its own is not', () => {
  const full = { memoryUsedBytes: 9.8 * GIB, memoryTotalBytes: 10 * GIB };
  expect(told('full', [full, full, full, full, { ...full, memoryUsedBytes: 9 * GIB }])).toBe('...!.');
  expect(told('full', Array(5).fill({ memoryUsedBytes: null, memoryTotalBytes: null }))).toBe('.....');
});

test('without limits nothing is told, and a card that is gone takes its alarm along', () => {
  expect(told('hot', at(99, 99, 99, 99, 99), NO_LIMITS)).toBe('.....');
  const alarm: GpuAlarm = { kind: 'hot', uuid: 'GPU-9', since: 0, told: true };
  expect(alarmsAfter([alarm], [gpuSample()], LIMITS, 1)).toEqual([]);
});

test('each card and each kind of alarm is told for itself', () => {
  const hot = gpuSample({ uuid: 'GPU-1', temperature: 95 });
  const cool = gpuSample({ uuid: 'GPU-2', temperature: 40 });
  const both = gpuSample({ uuid: 'GPU-3', temperature: 95, memoryUsedBytes: 10 * GIB });
  let alarms: readonly GpuAlarm[] = [];
  for (const second of [0, 10, 30])
    alarms = alarmsAfter(alarms, second === 0 ? [both] : [both, hot, cool], LIMITS, second * 1000);
  expect(alarms).toEqual([
    { kind: 'hot', uuid: 'GPU-3', since: 0, told: true },
    { kind: 'full', uuid: 'GPU-3', since: 0, told: true },
    { kind: 'hot', uuid: 'GPU-1', since: 10_000, told: false },
  ]);
});

test('a card whose memory is of unknown size, or none, is not full', () => {
  const sizes = [
    { memoryUsedBytes: 9 * GIB, memoryTotalBytes: null },
    { memoryUsedBytes: null },
    { memoryUsedBytes: 5, memoryTotalBytes: 0 },
  ];
  for (const size of sizes) expect(told('full', Array(5).fill(size))).toBe('.....');
});

test('a danger of unknown temperature, or below the limit, counts as at the limit', () => {
  const danger = { temperature: null, throttle: ['thermal slowdown (hardware)'] };
  expect(told('hot', Array(4).fill(danger))).toBe('...!');
  expect(told('hot', Array(4).fill({ temperature: 95, throttle: null }))).toBe('...!');
  expect(told('hot', Array(4).fill({ temperature: 70, temperatureMemory: 104 }))).toBe('....');
  expect(told('hot', Array(4).fill({ temperature: null, temperatureMemory: 106 }))).toBe('...!');
});
