import { expect, test } from 'vitest';
import { ListingError, type SmiProcess } from '../../../../electron/core/gpu/listings.ts';
import { createProcessListing } from '../../../../electron/core/gpu/process-listing.ts';
import type { GpuListing } from '../../../../electron/shared/gpu.ts';
import { testClock } from '../../../doubles/clock.ts';

const MISMATCH = 'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 570.124';
const process = (pid: number): SmiProcess => ({ pid, name: 'python', uuid: 'GPU-0', memoryBytes: 1 });

/** Listings of what `answer` returns; a process is alive while `born` has it. */
function lab() {
  const clock = testClock(1_000_000);
  const told: GpuListing[] = [];
  const lab = {
    clock,
    told,
    lists: 0,
    logs: 0,
    born: new Map([
      [1, '10'],
      [2, '20'],
    ]),
    answer: async (): Promise<readonly SmiProcess[]> => [process(1), process(2)],
  };
  const listing = createProcessListing(
    {
      clock,
      proc: { born: async (pid) => lab.born.get(pid) ?? null },
      hardware: () => ({ card: true, driver: true, power: [], sleeps: false, battery: false }),
      processes: () => {
        lab.lists += 1;
        return lab.answer();
      },
      log: async () => {
        lab.logs += 1;
        return { graphics: [process(2), process(3), process(4)], instances: [] };
      },
    },
    {
      rows: async (processes) =>
        processes.map((one) => ({ ...one, user: null, container: null, engine: null, build: null, utilization: null })),
    },
    (next) => told.push(next),
  );
  return Object.assign(lab, { listing });
}

const pids = ({ rows }: GpuListing) => rows.map(({ pid }) => pid);

test('a driver that is updated under the app is told, and processes that still run stay', async () => {
  const one = lab();
  await one.listing.list(0);
  one.clock.pass(10_000);
  one.answer = () => Promise.reject(new ListingError(MISMATCH));
  const failed = await one.listing.list(0);
  expect(failed).toMatchObject({ at: 1_000_000, failure: { code: 'gpu/driver-mismatch', detail: MISMATCH } });
  expect(pids(failed)).toEqual([1, 2]);
  // One has ended, and another process has got its id.
  one.born.set(1, '30');
  expect(pids(await one.listing.list(0))).toEqual([2]);
  one.answer = async () => [];
  expect(await one.listing.list(0)).toEqual({ rows: [], at: 1_010_000, failure: null });
});

test('if the first listing fails, it is unknown what runs', async () => {
  const one = lab();
  one.answer = () => Promise.reject(new ListingError('', true));
  expect(await one.listing.list(0)).toMatchObject({ rows: [], at: null, failure: { code: 'gpu/no-smi' } });
});

test('all who ask share one listing, as long as it is new', async () => {
  const one = lab();
  await Promise.all([one.listing.list(10_000), one.listing.list(10_000), one.listing.list(10_000)]);
  one.clock.pass(9000);
  await one.listing.list(10_000);
  expect(one.lists).toBe(1);
  one.clock.pass(1000);
  await one.listing.list(10_000);
  expect(one.lists).toBe(2);
  // The clock was set back.
  one.clock.pass(-3_600_000);
  await one.listing.list(10_000);
  expect(one.lists).toBe(3);
});

test('processes that only draw are listed while somebody looks, and the log is read every half minute', async () => {
  const one = lab();
  one.born.set(3, '30');
  expect(await one.listing.list(0)).not.toHaveProperty('graphics');
  one.clock.pass(10_000);
  const thorough = await one.listing.list(0, true);
  expect(pids(thorough)).toEqual([1, 2]);
  // 2 computes as well, and 4 has ended.
  expect(thorough.graphics).toMatchObject([{ pid: 3, graphics: true }]);
  one.clock.pass(10_000);
  await one.listing.list(0, true);
  expect(one.logs).toBe(1);
  one.clock.pass(30_000);
  await one.listing.list(0, true);
  expect(one.logs).toBe(2);
});
