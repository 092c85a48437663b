import { expect, test } from 'vitest';
import type { GpuProcessRow } from '../../../../electron/shared/gpu.ts';
import { processesByCard } from '../../../../renderer/gpu/processes-by-card.ts';

const row = (pid: number, uuid: string): GpuProcessRow => ({
  pid,
  uuid,
  name: 'python',
  user: 'root',
  memoryBytes: 1,
  utilization: null,
  container: null,
  engine: null,
  build: null,
});
const gpus = [{ uuid: 'GPU-0' }, { uuid: 'GPU-1' }];

test('each card has its processes, and those on parts of GPUs are apart', () => {
  const processes = processesByCard([row(1, 'GPU-0'), row(2, 'MIG-7'), row(3, 'GPU-0')], gpus);
  expect(processes.of('GPU-0')?.map(({ pid }) => pid)).toEqual([1, 3]);
  expect(processes.of('GPU-1')).toEqual([]);
  expect(processes.elsewhere.map(({ pid }) => pid)).toEqual([2]);
});

test('until processes are known, a card has no list', () => {
  expect(processesByCard(null, gpus).of('GPU-0')).toBeNull();
});

test('a list is the same object on every call', () => {
  const processes = processesByCard([row(1, 'GPU-0')], gpus);
  expect(processes.of('GPU-0')).toBe(processes.of('GPU-0'));
  expect(processes.of('GPU-1')).toBe(processes.of('GPU-1'));
});
