import { expect, test } from 'vitest';
import { emptyRow } from '../../../../electron/core/gpu/ledger-row.ts';
import { type GpuFacts, gpuNotices } from '../../../../electron/core/gpu/notices.ts';
import { diagnose } from '../../../../electron/core/gpu/trouble.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
import { gpuDriverUpdated, gpuInfoRomDamaged, gpuOffTheBus } from '../../../../electron/shared/failures/gpu.ts';
import { GIB, gpuSample, readable } from '../../../doubles/gpu-sample.ts';

const HOUR = 3_600_000;
const listing = (failure: Failure | null = null) => ({ rows: [], at: 0, failure });
const told = (facts: Partial<GpuFacts>, now = 0) =>
  gpuNotices({ state: readable(gpuSample()), listing: listing(), ledger: [], ...facts }, now).map(
    ({ failure }) => `${failure.code}: ${failure.title}`,
  );

test('a driver that was updated is told once, by readings or by the listing of processes', () => {
  const words = 'Driver/library version mismatch';
  expect(told({ listing: listing(gpuDriverUpdated(words)) })).toEqual([
    'gpu/driver-mismatch: The NVIDIA driver was updated: reboot required',
  ]);
  const hardware = { card: true, driver: true, power: [], sleeps: false, battery: false };
  const state = diagnose(words, false, hardware);
  expect(told({ state, listing: listing(gpuDriverUpdated(words)) })).toHaveLength(1);
  // No card, or none for NVIDIA's driver, is no trouble.
  expect(told({ state: diagnose('', true, { ...hardware, driver: false }) })).toEqual([]);
});

test('cards that are lost or need a reset are told, each by itself', () => {
  const state = readable(
    gpuSample(),
    gpuSample({ uuid: 'GPU-1', index: 1, lost: true }),
    gpuSample({ uuid: 'GPU-2', index: 2, recovery: 'Reset' }),
    gpuSample({ uuid: 'GPU-3', index: 3, recovery: 'Reboot' }),
  );
  expect(told({ state })).toEqual([
    'gpu/lost: A GPU fell off the bus',
    'gpu/needs-reset: A GPU needs a reset',
    'gpu/needs-reset: A GPU needs a reboot',
  ]);
  const [, reset] = gpuNotices({ state, listing: listing(), ledger: [] }, 0);
  expect(reset?.failure.command).toBe('sudo nvidia-smi --gpu-reset -i 2');
  const warnings = [gpuOffTheBus('GPU 0000:02:00.0'), gpuInfoRomDamaged('at gpu 0000:B3:00.0')];
  const warned = { ...readable(gpuSample()), warnings } as GpuFacts['state'];
  expect(told({ state: warned })).toEqual(['gpu/lost: A GPU fell off the bus']);
});

test('a build that holds memory for hours and computes nothing is told', () => {
  const row = { ...emptyRow({ job: 'train', number: 42 }, 0), peakMemoryBytes: 20 * GIB, idleSince: 0 };
  expect(told({ ledger: [row] }, HOUR - 1)).toEqual([]);
  const [notice] = gpuNotices({ state: readable(), listing: listing(), ledger: [row] }, 3.5 * HOUR);
  expect(notice?.failure).toMatchObject({
    title: 'train #42 holds a GPU without using it',
    detail: 'It has held 20.0 GiB for 3 h while the GPU did nothing.',
  });
  expect(told({ ledger: [{ ...row, idleSince: null }] }, 3 * HOUR)).toEqual([]);
  // What it holds, not the most that it ever had.
  const [now] = gpuNotices(
    { state: readable(gpuSample()), listing: listing(), ledger: [{ ...row, idleMemoryBytes: 2 * GIB }] },
    3 * HOUR,
  );
  expect(now?.failure.detail).toContain('2.0 GiB');
});

test('a card that has been hot or full is told, each time anew', () => {
  const alarms = (since: number) =>
    [
      { kind: 'hot', uuid: 'GPU-0', since, told: true },
      { kind: 'full', uuid: 'GPU-0', since, told: false },
      { kind: 'hot', uuid: 'GPU-9', since, told: true },
    ] as const;
  const limits = { hot: 90, full: 97 };
  expect(told({ alarms: alarms(5), limits })).toEqual(['gpu/hot: GPU 0 is hot']);
  const ids = [5, 6].map(
    (since) =>
      gpuNotices(
        { state: readable(gpuSample()), listing: listing(), ledger: [], alarms: alarms(since), limits },
        0,
      ).map(({ id }) => id)[0],
  );
  expect(new Set(ids).size).toBe(2);
});

const alarm = { kind: 'hot', uuid: 'GPU-0', since: 5, told: true } as const;
const limits = { hot: 90, full: 97 };

test('a hot or full card is told with its limit, each time anew, and nothing of what is unknown', () => {
  const state = readable(gpuSample());
  const ids = (facts: Partial<GpuFacts>) =>
    gpuNotices({ state, listing: listing(), ledger: [], ...facts }, 0).map(({ id }) => id);
  expect(told({ state, alarms: [alarm, { ...alarm, kind: 'full' }], limits }).map((it) => it.split(':')[0])).toEqual([
    'gpu/hot',
    'gpu/full',
  ]);
  expect(ids({ alarms: [alarm], limits })).not.toEqual(ids({ alarms: [{ ...alarm, since: 6 }], limits }));
  expect(ids({ alarms: [{ ...alarm, told: false }], limits })).toEqual([]);
  expect(ids({ alarms: [{ ...alarm, uuid: 'GPU-9' }], limits })).toEqual([]);
  expect(ids({ alarms: [alarm], limits: { ...limits, hot: null } })).toEqual([]);
  expect(ids({ alarms: [alarm] })).toEqual([]);
  expect(ids({ alarms: [alarm], limits, state: { kind: 'unknown' } })).toEqual([]);
});

test('one trouble of one card is told once', () => {
  const state = readable(gpuSample({ lost: true }), gpuSample({ lost: true }));
  expect(told({ state })).toHaveLength(1);
});

test('a build is told after exactly an hour, by what it holds', () => {
  const row = { ...emptyRow({ job: 'train', number: 42 }, 0), peakMemoryBytes: 20 * GIB, idleSince: HOUR };
  expect(told({ ledger: [row] }, 2 * HOUR - 1)).toEqual([]);
  expect(told({ ledger: [row] }, 2 * HOUR)).toHaveLength(1);
  expect(gpuNotices({ state: readable(), listing: listing(), ledger: [row] }, 2 * HOUR)[0]?.failure.detail).toContain(
    'for 1 h',
  );
  expect(told({ ledger: [{ ...row, peakMemoryBytes: null }] }, 9 * HOUR)).toEqual([]);
});
