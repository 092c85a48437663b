import { expect, test } from 'vitest';
import { ledgerCsv, perJob } from '../../../../electron/core/gpu/ledger-report.ts';
import { emptyRow } from '../../../../electron/core/gpu/ledger-row.ts';
import type { GpuLedgerRow } from '../../../../electron/shared/gpu.ts';

const row = (change: Partial<GpuLedgerRow> = {}): GpuLedgerRow => ({
  ...emptyRow({ job: 'train', number: 1 }, 5),
  to: 10,
  ...change,
});
const sum = (...rows: readonly Partial<GpuLedgerRow>[]) => perJob(rows.map(row))[0];

test('the builds of a job are added up: times, minutes and energy', () => {
  expect(
    sum(
      { from: 5, to: 9, gpuMinutes: 1, idleMinutes: 2, wattHours: 3 },
      { from: 4, to: 8, gpuMinutes: 10, idleMinutes: 20, wattHours: 30 },
    ),
  ).toMatchObject({
    job: 'train',
    builds: 2,
    from: 4,
    to: 9,
    gpuMinutes: 11,
    idleMinutes: 22,
    wattHours: 33,
  });
  const three = sum({}, {}, {});
  expect([three?.builds, three !== undefined && ('build' in three || 'idleSince' in three)]).toEqual([3, false]);
});

test.each([
  [1, 2, 2, 3],
  [2, 1, 2, 3],
  [null, 2, 2, 2],
  [2, null, 2, 2],
  [null, null, null, null],
  [0, null, 0, 0],
])('of %s and %s, the highest is %s and the sum %s; what is not known changes nothing', (a, b, highest, total) => {
  const peaks = (value: number | null) => ({
    peakMemoryBytes: value,
    memoryLimitBytes: value,
    peakUtilization: value,
    wattHours: value,
  });
  expect(sum(peaks(a), peaks(b))).toMatchObject({
    peakMemoryBytes: highest,
    memoryLimitBytes: highest,
    peakUtilization: highest,
    wattHours: total,
  });
});

test.each([
  [40, 3, 80, 1, 50],
  [null, 3, 80, 1, 80],
  [40, 3, null, 1, 40],
  [40, 0, 80, 0, 80],
])('a mean of %s over %d minutes and one of %s over %d are %s', (a, minutesOfA, b, minutesOfB, mean) => {
  const both = sum(
    { meanUtilization: a, utilizationMinutes: minutesOfA },
    { meanUtilization: b, utilizationMinutes: minutesOfB },
  );
  expect(both).toMatchObject({ meanUtilization: mean, utilizationMinutes: minutesOfA + minutesOfB });
});

test.each([
  ['whole', 'time', 'time'],
  ['time', 'whole', 'time'],
  ['utilisation', 'whole', 'utilisation'],
  [null, 'whole', 'whole'],
  ['whole', null, 'whole'],
  [null, null, null],
] as const)('the basis of %s and %s is %s', (a, b, basis) => {
  expect(sum({ energyBasis: a }, { energyBasis: b })?.energyBasis).toBe(basis);
});

test('jobs are listed by their energy, the unknown last', () => {
  const jobs = perJob([row({ job: 'none' }), row({ job: 'little', wattHours: 1 }), row({ job: 'much', wattHours: 2 })]);
  expect(jobs.map(({ job }) => job)).toEqual(['much', 'little', 'none']);
});

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['=1', "'=1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@a', "'@a"],
  ['\ta', "'\ta"],
  ['a=1', 'a=1'],
  ['folder/a-b', 'folder/a-b'],
])('the job %j is %s in the CSV', (job, cell) => {
  expect(
    ledgerCsv([row({ job })])
      .split('\r\n')
      .slice(1)
      .join(''),
  ).toContain(`${cell},1,1970-01-01T00:00:00.005Z,1970-01-01T00:00:00.010Z,0.00,`);
});
