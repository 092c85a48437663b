import { expect, test } from 'vitest';
import { type BuildShare, buildShares } from '../../../../electron/core/gpu/build-shares.ts';
import { emptyRow, rowAfter } from '../../../../electron/core/gpu/ledger-row.ts';
import type { GpuLedgerRow, GpuProcessRow } from '../../../../electron/shared/gpu.ts';
import { gpuSample } from '../../../doubles/gpu-sample.ts';

const build = { job: 'train', number: 1 };
const share = (change: Partial<BuildShare> = {}): BuildShare => ({
  uuid: 'GPU-0',
  build,
  name: 'train #1',
  memoryBytes: 100,
  memoryLimitBytes: 1000,
  utilization: 50,
  powerWatts: 60,
  basis: 'whole',
  ...change,
});
const MINUTE = 60_000;
const empty = emptyRow(build, 0);
const after = (shares: readonly BuildShare[], row: Partial<GpuLedgerRow> = {}) =>
  rowAfter({ ...empty, ...row }, shares, 2 * MINUTE, MINUTE);

test('a minute of one GPU, and of two', () => {
  expect(after([share()])).toMatchObject({
    from: 0,
    to: 2 * MINUTE,
    gpuMinutes: 1,
    peakMemoryBytes: 100,
    memoryLimitBytes: 1000,
    meanUtilization: 50,
    peakUtilization: 50,
    utilizationMinutes: 1,
    idleMinutes: 0,
    idleSince: null,
    wattHours: 1,
    energyBasis: 'whole',
  });
  expect(after([share(), share({ utilization: 100, powerWatts: 30 })])).toMatchObject({
    gpuMinutes: 2,
    peakMemoryBytes: 200,
    memoryLimitBytes: 2000,
    meanUtilization: 75,
    peakUtilization: 100,
    utilizationMinutes: 2,
    wattHours: 1.5,
  });
});

test('peaks stay, and a mean is that of the time', () => {
  const row = {
    peakMemoryBytes: 300,
    memoryLimitBytes: 3000,
    meanUtilization: 10,
    utilizationMinutes: 3,
    peakUtilization: 90,
    wattHours: 2,
    gpuMinutes: 3,
  };
  expect(after([share()], row)).toMatchObject({
    peakMemoryBytes: 300,
    memoryLimitBytes: 3000,
    meanUtilization: 20,
    peakUtilization: 90,
    wattHours: 3,
    gpuMinutes: 4,
  });
});

test('before any time has passed, the mean is what was read, and the highest of it', () => {
  const at = (shares: readonly BuildShare[], row: Partial<GpuLedgerRow> = {}) =>
    rowAfter({ ...empty, ...row }, shares, 0, 0).meanUtilization;
  expect([at([share()]), at([share(), share({ utilization: 100 })])]).toEqual([50, 75]);
  expect([at([share({ utilization: null })]), at([share()], { meanUtilization: 70 })]).toEqual([null, 70]);
});

test('what one GPU does not tell makes the sum unknown, and changes nothing', () => {
  const unknown = share({ memoryBytes: null, memoryLimitBytes: null, utilization: null, powerWatts: null });
  expect(after([unknown])).toMatchObject({
    peakMemoryBytes: null,
    memoryLimitBytes: null,
    meanUtilization: null,
    wattHours: null,
    energyBasis: null,
  });
  expect(after([unknown, share()])).toMatchObject({
    peakMemoryBytes: null,
    memoryLimitBytes: null,
    meanUtilization: 50,
    utilizationMinutes: 1,
    wattHours: 1,
  });
  expect(after([share(), unknown], { peakMemoryBytes: 7 })).toMatchObject({ peakMemoryBytes: 7, gpuMinutes: 2 });
});

test.each<[readonly (number | null)[], number, number | null]>([
  [[0], 1, MINUTE],
  [[0.9], 1, MINUTE],
  [[1], 0, null],
  [[0, 0], 2, MINUTE],
  [[0, 50], 1, null],
  [[0, null], 1, null],
])('with loads of %j, %d minutes are idle, and the build rests since %s', (loads, idleMinutes, idleSince) => {
  const row = after(loads.map((utilization) => share({ utilization })));
  expect(row).toMatchObject({ idleMinutes, idleSince });
  expect('idleMemoryBytes' in row).toBe(idleSince !== null);
});

test('a build that rests goes on resting, with what it holds now', () => {
  expect(after([share({ utilization: 0, memoryBytes: 5 })], { idleSince: 10, peakMemoryBytes: 9 })).toMatchObject({
    idleSince: 10,
    idleMemoryBytes: 5,
    peakMemoryBytes: 9,
  });
});

test('the basis of energy is the weakest of all', () => {
  const basis = (shares: readonly Partial<BuildShare>[], before: GpuLedgerRow['energyBasis'] = null) =>
    after(shares.map(share), { energyBasis: before }).energyBasis;
  expect(basis([{ basis: 'whole' }, { basis: 'time' }, { basis: 'utilisation' }])).toBe('time');
  expect(basis([{ basis: 'whole' }], 'utilisation')).toBe('utilisation');
  expect(basis([{ basis: 'utilisation' }], 'whole')).toBe('utilisation');
  expect(basis([{ basis: 'time', powerWatts: null }])).toBeNull();
});

const process = (change: Partial<GpuProcessRow> = {}): GpuProcessRow => ({
  pid: 1,
  name: 'python',
  user: 'u',
  uuid: 'GPU-0',
  memoryBytes: 10,
  utilization: 30,
  container: null,
  engine: null,
  build,
  ...change,
});
const sharesOf = (...processes: readonly GpuProcessRow[]) =>
  buildShares([gpuSample({ utilizationGpu: 37, powerWatts: 200 })], processes).map((it) => [
    it.name,
    it.memoryBytes,
    it.utilization,
    it.powerWatts,
    it.basis,
  ]);

test('a build alone on a GPU has all its power; its load is that of its processes, at most 100', () => {
  expect(sharesOf(process(), process({ pid: 2, utilization: 20 }))).toEqual([['train #1', 20, 50, 200, 'whole']]);
  expect(sharesOf(process({ utilization: 80 }), process({ pid: 2, utilization: 80 }))).toEqual([
    ['train #1', 20, 100, 200, 'whole'],
  ]);
  expect(sharesOf(process({ utilization: null }))).toEqual([['train #1', 10, 37, 200, 'whole']]);
  expect(sharesOf(process({ memoryBytes: null }), process({ pid: 2 }))[0]?.[1]).toBeNull();
});

test('two on a GPU share its power by their loads where all are known and one works, else equally', () => {
  const other = process({ pid: 2, build: { job: 'eval', number: 2 }, utilization: 10 });
  expect(sharesOf(process(), other)).toEqual([
    ['train #1', 10, 30, 150, 'utilisation'],
    ['eval #2', 10, 10, 50, 'utilisation'],
  ]);
  expect(sharesOf(process(), { ...other, utilization: null }).map((it) => it.slice(3))).toEqual([
    [100, 'time'],
    [100, 'time'],
  ]);
  expect(sharesOf(process({ utilization: 0 }), { ...other, utilization: 0 }).map((it) => it.slice(3))).toEqual([
    [100, 'time'],
    [100, 'time'],
  ]);
  const nobody = [3, 4].map((pid) => process({ pid, build: null, utilization: null }));
  expect(sharesOf(process(), ...nobody).map((it) => it.slice(3))).toEqual([[expect.closeTo(200 / 3), 'time']]);
  expect(sharesOf(process({ uuid: 'GPU-9' }))).toEqual([]);
});
