import { expect, test } from 'vitest';
import { createLedger } from '../../../../electron/core/gpu/ledger.ts';
import { ledgerCsv, perJob } from '../../../../electron/core/gpu/ledger-report.ts';
import type { GpuProcessRow, GpuSample } from '../../../../electron/shared/gpu.ts';
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

const row = (pid: number, uuid: string, memoryMib: number, number: number | null): GpuProcessRow => ({
  pid,
  name: 'python',
  user: 'u',
  uuid,
  memoryBytes: memoryMib * MIB,
  container: null,
  engine: null,
  build: number === null ? null : { job: 'train', number },
});

test('the ledger records GPU minutes, peak memory and energy per build', () => {
  const ledger = createLedger();
  const processes = [row(1, 'GPU-0', 300, 1), row(2, 'GPU-0', 100, 2), row(3, 'GPU-1', 500, 1)];
  for (let at = 0; at <= 60_000; at += 10_000) ledger.book(at, [gpu(0), gpu(1)], processes);
  ledger.book(70_000, [gpu(0), gpu(1)], []);
  expect(
    ledger
      .rows()
      .map(({ build, gpuMinutes, peakMemoryBytes, wattHours }) => [
        build,
        gpuMinutes.toFixed(2),
        peakMemoryBytes / MIB,
        wattHours.toFixed(2),
      ]),
  ).toEqual([
    [1, '2.00', 800, '3.50'],
    [2, '1.00', 100, '0.50'],
  ]);
  expect(ledger.bands()).toHaveLength(3);
  expect(ledger.bands().every(({ to }) => to === 70)).toBe(true);
});

test('a job’s builds are added up', () => {
  const use = { from: 1000, to: 61_000, gpuMinutes: 1, peakMemoryBytes: 5, wattHours: 0.5 };
  const jobs = perJob([
    { job: 'train', build: 2, ...use, to: 90_000, peakMemoryBytes: 9 },
    { job: 'eval', build: 1, ...use, wattHours: 2 },
    { job: 'train', build: 1, ...use },
  ]);
  expect(ledgerCsv(jobs, 'builds').split('\r\n')).toEqual([
    'job,builds,from,to,gpu_minutes,peak_memory_bytes,watt_hours',
    'eval,1,1970-01-01T00:00:01.000Z,1970-01-01T00:01:01.000Z,1.00,5,2.000',
    'train,2,1970-01-01T00:00:01.000Z,1970-01-01T00:01:30.000Z,2.00,9,1.000',
    '',
  ]);
});

test('the CSV is quoted, and no job name becomes a formula', () => {
  const csv = ledgerCsv([
    { job: '=a,"b"', build: 3, from: 0, to: 60_000, gpuMinutes: 1, peakMemoryBytes: 5, wattHours: 0.5 },
  ]);
  expect(csv).toBe(
    'job,build,from,to,gpu_minutes,peak_memory_bytes,watt_hours\r\n"\'=a,""b""",3,1970-01-01T00:00:00.000Z,1970-01-01T00:01:00.000Z,1.00,5,0.500\r\n',
  );
});
