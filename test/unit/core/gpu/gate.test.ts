import { expect, test } from 'vitest';
import { gateText } from '../../../../electron/core/gpu/gate.ts';
import { GIB, gpuSample, readable } from '../../../doubles/gpu-sample.ts';

test('Jenkins’ queue learns the free memory of each GPU that works', () => {
  const state = readable(
    gpuSample({ memoryUsedBytes: 4 * GIB, memoryTotalBytes: 10 * GIB }),
    gpuSample({ uuid: 'GPU-1', lost: true }),
    gpuSample({ uuid: 'GPU-2', recovery: 'Reset' }),
    gpuSample({ uuid: 'GPU-3', memoryUsedBytes: 25 * GIB, memoryTotalBytes: 24 * GIB }),
  );
  expect(gateText(state, () => null)).toBe('10240 6144\n24576 0\n');
});

test('what is not known makes nothing wait', () => {
  expect(gateText({ kind: 'asleep' }, () => null)).toBeNull();
  expect(gateText({ kind: 'stale', since: 0, last: [gpuSample()] }, () => null)).toBeNull();
  expect(gateText(readable(gpuSample({ memoryUsedBytes: null })), () => null)).toBeNull();
});

const has = (gib: number) => () => ({ totalBytes: 120 * GIB, availableBytes: gib * GIB });

test('a GPU without memory of its own has the computer’s, also while nothing uses it', () => {
  const idle = readable(gpuSample({ unified: true, memoryUsedBytes: null, memoryTotalBytes: null }));
  expect(gateText(idle, has(70))).toBe('98304 71680\n');
  expect(gateText(idle, has(115))).toBe('98304 98304\n');
  expect(gateText(idle, () => null)).toBeNull();
  const busy = readable(gpuSample({ unified: true, memoryUsedBytes: 20 * GIB, memoryTotalBytes: 120 * GIB }));
  expect(gateText(busy, has(70))).toBe('98304 71680\n');
});
