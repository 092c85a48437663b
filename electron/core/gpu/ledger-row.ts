import { ENERGY_BASES, type GpuBuild, type GpuLedgerRow } from '../../shared/gpu.ts';
import type { BuildShare } from './build-shares.ts';
import { highest } from './of-known.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Percent below which a GPU does nothing that anybody would wait for. */
const IDLE_PERCENT = 1;

export const emptyRow = ({ job, number }: GpuBuild, at: number): GpuLedgerRow => ({
  job,
  build: number,
  from: at,
  to: at,
  gpuMinutes: 0,
  peakMemoryBytes: null,
  memoryLimitBytes: null,
  meanUtilization: null,
  peakUtilization: null,
  utilizationMinutes: 0,
  idleMinutes: 0,
  idleSince: null,
  wattHours: null,
  energyBasis: null,
});

/**
 * A build's row after `step` milliseconds up to `at` with these shares, one for each GPU that it holds. What is not
 * known changes nothing, so that it stays empty instead of becoming 0.
 */
export function rowAfter(row: GpuLedgerRow, shares: readonly BuildShare[], at: number, step: number): GpuLedgerRow {
  const minutes = step / MINUTE_MS;
  const busy = shares.flatMap(({ utilization }) => utilization ?? []);
  const known = row.utilizationMinutes + busy.length * minutes;
  const watts = shares.flatMap(({ powerWatts }) => powerWatts ?? []);
  const memory = total(shares.map(({ memoryBytes }) => memoryBytes));
  const idle = busy.filter((percent) => percent < IDLE_PERCENT).length;
  const resting = busy.length === shares.length && idle === shares.length;
  return {
    ...row,
    to: at,
    gpuMinutes: row.gpuMinutes + shares.length * minutes,
    peakMemoryBytes: highest(row.peakMemoryBytes, memory),
    memoryLimitBytes: highest(row.memoryLimitBytes, total(shares.map(({ memoryLimitBytes }) => memoryLimitBytes))),
    meanUtilization:
      known === 0
        ? highest(row.meanUtilization, mean(busy))
        : ((row.meanUtilization ?? 0) * row.utilizationMinutes + sum(busy) * minutes) / known,
    peakUtilization: busy.reduce<number | null>(highest, row.peakUtilization),
    utilizationMinutes: known,
    idleMinutes: row.idleMinutes + idle * minutes,
    idleSince: resting ? (row.idleSince ?? at - step) : null,
    ...(resting ? { idleMemoryBytes: memory } : {}),
    wattHours: watts.length === 0 ? row.wattHours : (row.wattHours ?? 0) + (sum(watts) * step) / HOUR_MS,
    energyBasis: shares.reduce((worst, { powerWatts, basis }) => {
      const weaker = worst === null || ENERGY_BASES.indexOf(basis) > ENERGY_BASES.indexOf(worst);
      return powerWatts !== null && weaker ? basis : worst;
    }, row.energyBasis),
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : sum(values) / values.length);
/** The sum; null if one of them is unknown. */
const total = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((all, value) => (all === null || value === null ? null : all + value), 0);
