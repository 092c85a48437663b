import { expect, test } from 'vitest';
import { parseLine } from '../../../../electron/core/gpu/parse.ts';
import { withUnifiedMemory } from '../../../../electron/core/gpu/unified.ts';
import type { GpuState } from '../../../../electron/shared/gpu.ts';
import { GIB, gpuSample, readable } from '../../../doubles/gpu-sample.ts';

const spark = gpuSample({ unified: true, memoryUsedBytes: null, memoryTotalBytes: null });
const memory = (state: GpuState) =>
  state.kind === 'ok' ? state.gpus.map((gpu) => [gpu.memoryUsedBytes, gpu.memoryTotalBytes]) : state;
const held = (memoryBytes: number | null) => ({ uuid: 'GPU-0', memoryBytes });

test('unified memory is what the processes hold of the computer’s', () => {
  const rows = [held(2 * GIB), held(3 * GIB), held(null), { uuid: 'GPU-1', memoryBytes: 9 * GIB }];
  expect(memory(withUnifiedMemory(readable(spark), rows, 120 * GIB))).toEqual([[5 * GIB, 120 * GIB]]);
});

test('where no process tells its memory it stays unknown, not zero', () => {
  expect(memory(withUnifiedMemory(readable(spark), [], 120 * GIB))).toEqual([[null, null]]);
  expect(memory(withUnifiedMemory(readable(spark), [held(null)], 120 * GIB))).toEqual([[null, null]]);
});

test('a card with its own memory keeps it', () => {
  const own = readable(gpuSample());
  expect(withUnifiedMemory(own, [held(GIB)], 120 * GIB)).toBe(own);
});

// https://github.com/mostlygeek/llama-swap/issues/782 (GB10), and a card without any reading, which is broken.
test.each([
  ['[N/A], [N/A], 0', true],
  ['[N/A], [N/A], [N/A]', false],
  ['1024, 8192, 0', false],
  ['[Insufficient Permissions], [Insufficient Permissions], 3', false],
])('%s: unified is %s', (values, unified) => {
  const line = parseLine(`GPU-0000, ${values}`, ['uuid', 'memory.used', 'memory.total', 'utilization.gpu']);
  expect(line).toMatchObject({ kind: 'sample', sample: { unified } });
});

test('without readings, nothing is added; beside a card with memory, only the other gets it', () => {
  const failed: GpuState = { kind: 'unknown' };
  expect(withUnifiedMemory(failed, [held(GIB)], 120 * GIB)).toBe(failed);
  const card = gpuSample({ memoryUsedBytes: GIB, memoryTotalBytes: 2 * GIB });
  expect(memory(withUnifiedMemory(readable(card, spark), [held(3 * GIB)], 120 * GIB))).toEqual([
    [GIB, 2 * GIB],
    [3 * GIB, 120 * GIB],
  ]);
});
