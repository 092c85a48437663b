import { expect, test } from 'vitest';
import { createLedger } from '../../../../electron/core/gpu/ledger.ts';
import { ledgerCsv, perJob } from '../../../../electron/core/gpu/ledger-report.ts';
import { emptyRow } from '../../../../electron/core/gpu/ledger-row.ts';
import type { GpuLedgerRow, GpuProcessRow, GpuSample } from '../../../../electron/shared/gpu.ts';
import { GIB, gpuSample, MIB } from '../../../doubles/gpu-sample.ts';

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
  utilization: null,
  container: null,
  engine: null,
  build: number === null ? null : { job: 'train', number },
});

/** A minute of readings, one every ten seconds. */
function minute(gpus: readonly GpuSample[], processes: readonly GpuProcessRow[], ledger = createLedger()) {
  for (let at = 0; at <= 60_000; at += 10_000) ledger.book(at, gpus, processes);
  return ledger;
}

const figures = ({ build, gpuMinutes, peakMemoryBytes, wattHours, energyBasis }: GpuLedgerRow) => [
  build,
  gpuMinutes.toFixed(2),
  peakMemoryBytes === null ? null : peakMemoryBytes / MIB,
  wattHours?.toFixed(2) ?? null,
  energyBasis,
];

test('the ledger records GPU minutes, peak memory and energy per build', () => {
  const processes = [row(1, 'GPU-0', 300, 1), row(2, 'GPU-0', 100, 2), row(3, 'GPU-1', 500, 1)];
  const ledger = minute([gpu(0), gpu(1)], processes);
  ledger.book(70_000, [gpu(0), gpu(1)], []);
  // Without the processes' utilisation, those on a GPU share its power equally: 2 Wh and half of 2 Wh.
  expect(ledger.rows().map(figures)).toEqual([
    [1, '2.00', 800, '3.00', 'time'],
    [2, '1.00', 100, '1.00', 'time'],
  ]);
  expect(ledger.bands()).toHaveLength(3);
  expect(ledger.bands().every(({ to }) => to === 70)).toBe(true);
});

test('energy follows the utilisation of each process where the driver tells it', () => {
  const processes = [
    { ...row(1, 'GPU-0', 100, 1), utilization: 90 },
    { ...row(2, 'GPU-0', 9000, 2), utilization: 30 },
  ];
  expect(
    minute([gpu(0)], processes)
      .rows()
      .map(figures),
  ).toEqual([
    [1, '1.00', 100, '1.50', 'utilisation'],
    [2, '1.00', 9000, '0.50', 'utilisation'],
  ]);
  const idle = processes.map((process) => ({ ...process, utilization: 0 }));
  expect(
    minute([gpu(0)], idle)
      .rows()
      .map(figures)[0],
  ).toEqual([1, '1.00', 100, '1.00', 'time']);
  expect(
    minute([gpu(0)], [row(1, 'GPU-0', 100, 1)])
      .rows()
      .map(figures)[0]
      ?.slice(3),
  ).toEqual(['2.00', 'whole']);
});

test('a process of no build has its share too', () => {
  const processes = [row(1, 'GPU-0', 100, 1), row(2, 'GPU-0', 100, null), row(3, 'GPU-0', 100, null)];
  expect(
    minute([gpu(0)], processes)
      .rows()
      .map(figures)[0]
      ?.slice(3),
  ).toEqual(['0.67', 'time']);
});

test('what the driver does not tell stays empty, instead of 0', () => {
  const unknown = { powerWatts: null, utilizationGpu: null, memoryTotalBytes: null };
  const [one] = minute([gpu(0, unknown)], [{ ...row(1, 'GPU-0', 0, 1), memoryBytes: null }]).rows();
  expect(one).toMatchObject({
    gpuMinutes: expect.closeTo(1),
    peakMemoryBytes: null,
    memoryLimitBytes: null,
    meanUtilization: null,
    peakUtilization: null,
    wattHours: null,
    energyBasis: null,
    idleMinutes: 0,
  });
  expect(ledgerCsv(one === undefined ? [] : [one]).split('\r\n')[1]).toBe(
    'train,1,1970-01-01T00:00:00.000Z,1970-01-01T00:01:00.000Z,1.00,,,,,,,0.00',
  );
});

test('a power reading far above the limit is no power', () => {
  const [one] = minute([gpu(0, { powerWatts: 590, powerLimitWatts: 95 })], [row(1, 'GPU-0', 1, 1)]).rows();
  expect(one?.wattHours).toBeNull();
});

test('whether a GPU was used: mean, peak, memory of its limit, and idle time', () => {
  const ledger = createLedger();
  const held = [row(1, 'GPU-0', 20 * 1024, 1)];
  const at = (seconds: number, utilizationGpu: number) =>
    ledger.book(seconds * 1000, [gpu(0, { utilizationGpu, memoryTotalBytes: 24 * GIB })], held);
  for (const [seconds, load] of [
    [0, 80],
    [30, 80],
    [60, 0],
    [120, 0],
  ] as const)
    at(seconds, load);
  expect(ledger.rows()[0]).toMatchObject({
    meanUtilization: 20,
    peakUtilization: 80,
    peakMemoryBytes: 20 * GIB,
    memoryLimitBytes: 24 * GIB,
    idleMinutes: 1.5,
    idleSince: 30_000,
    idleMemoryBytes: 20 * GIB,
  });
  at(130, 70);
  expect(ledger.rows()[0]?.idleSince).toBeNull();
  at(140, 0);
  ledger.book(150_000, [gpu(0)], []);
  expect(ledger.rows()[0]?.idleSince).toBeNull();
});

test('a pause longer than a minute is a gap, and a clock set back only loses a step', () => {
  const ledger = createLedger();
  const held = [row(1, 'GPU-0', 1, 1)];
  for (const seconds of [0, 60, 121, 131, 10, 20]) ledger.book(seconds * 1000, [gpu(0)], held);
  expect(ledger.rows()[0]?.gpuMinutes).toBeCloseTo(80 / 60);
});

const use = {
  ...emptyRow({ job: 'train', number: 1 }, 1000),
  to: 61_000,
  gpuMinutes: 1,
  peakMemoryBytes: 5,
  wattHours: 0.5,
};

test('a job’s builds are added up', () => {
  const jobs = perJob([
    {
      ...use,
      build: 2,
      to: 90_000,
      peakMemoryBytes: 9,
      meanUtilization: 40,
      peakUtilization: 50,
      utilizationMinutes: 3,
    },
    { ...use, job: 'eval', wattHours: 2, energyBasis: 'time' },
    { ...use, meanUtilization: 80, peakUtilization: 90, utilizationMinutes: 1, wattHours: null },
  ]);
  expect(ledgerCsv(jobs, 'builds').split('\r\n')).toEqual([
    'job,builds,from,to,gpu_minutes,peak_memory_bytes,watt_hours,energy_basis,memory_limit_bytes,mean_utilization_percent,peak_utilization_percent,idle_minutes',
    'eval,1,1970-01-01T00:00:01.000Z,1970-01-01T00:01:01.000Z,1.00,5,2.000,time,,,,0.00',
    'train,2,1970-01-01T00:00:01.000Z,1970-01-01T00:01:30.000Z,2.00,9,0.500,,,50.0,90,0.00',
    '',
  ]);
});

test('the CSV is quoted, and no job name becomes a formula', () => {
  const csv = ledgerCsv([{ ...use, job: '=a,"b"', build: 3, from: 0, to: 60_000 }]);
  expect(csv.split('\r\n')[1]).toBe(
    '"\'=a,""b""",3,1970-01-01T00:00:00.000Z,1970-01-01T00:01:00.000Z,1.00,5,0.500,,,,,0.00',
  );
});

test.each([5 * 3_600_000, -5 * 3_600_000])('a clock that is set by %i ms makes no build idle for hours', (jump) => {
  const idle = gpu(0, { utilizationGpu: 0 });
  const ledger = minute([idle], [row(1, 'GPU-0', 300, 1)]);
  expect(ledger.rows()[0]?.idleSince).toBe(0);
  for (const at of [jump + 70_000, jump + 80_000]) ledger.book(at, [idle], [row(1, 'GPU-0', 300, 1)]);
  expect(ledger.rows()[0]).toMatchObject({ gpuMinutes: expect.closeTo(1 + 1 / 6), idleSince: jump + 70_000 });
});

test('builds are listed newest first, and of very many the newest are kept', () => {
  const saved = Array.from({ length: 2001 }, (_, at) => ({ ...use, build: at, to: at, idleSince: 5 }));
  const ledger = createLedger(saved);
  expect([
    ledger.rows().length,
    ledger.rows()[0]?.build,
    ledger.rows().every(({ idleSince }) => idleSince === null),
  ]).toEqual([2000, 1999, true]);
  ledger.book(5000, [gpu(0)], [row(1, 'GPU-0', 1, 9999)]);
  const rows = ledger.rows();
  expect([rows.length, rows[0]?.build, rows.at(-1)?.build]).toEqual([2000, 9999, 1]);
});

test('a band that was open when the app ended, ended with its build’s last reading', () => {
  const band = (build: string) => ({ uuid: 'GPU-0', build, from: 7, to: null });
  const ledger = createLedger([{ ...use, to: 61_000 }], [band('train #1'), band('gone #1')]);
  expect(ledger.bands().map(({ to }) => to)).toEqual([61, 7]);
});

test('the row of a build begins with the reading before the first one that shows it', () => {
  const ledger = createLedger();
  ledger.book(10_000, [gpu(0)], []);
  ledger.book(20_000, [gpu(0)], [row(1, 'GPU-0', 1, 1)]);
  ledger.book(20_000, [gpu(0)], [row(1, 'GPU-0', 1, 1)]);
  expect(ledger.rows()[0]).toMatchObject({ from: 10_000, to: 20_000, gpuMinutes: 1 / 6 });
});

test('two readings at one moment leave a build idle', () => {
  const idle = gpu(0, { utilizationGpu: 0 });
  const ledger = minute([idle], [row(1, 'GPU-0', 300, 1)]);
  ledger.book(60_000, [idle], [row(1, 'GPU-0', 300, 1)]);
  expect(ledger.rows()[0]?.idleSince).toBe(0);
});

test('of very many builds, the one that ended first makes room, wherever it was saved', () => {
  const saved = Array.from({ length: 2000 }, (_, at) => ({ ...use, build: at, to: at === 1500 ? 1 : 100 + at }));
  const ledger = createLedger(saved);
  ledger.book(5000, [gpu(0)], [row(1, 'GPU-0', 1, 9999)]);
  const left = ledger.rows().map(({ build }) => build);
  expect([left.length, left.includes(1500), left.includes(0), left.includes(9999)]).toEqual([2000, false, true, true]);
});
