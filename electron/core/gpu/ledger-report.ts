import { ENERGY_BASES, type EnergyBasis, type GpuLedgerRow } from '../../shared/gpu.ts';
import { highest, ofKnown } from './of-known.ts';

/** The total usage of a job's builds; peaks and limit are the highest of them, utilisation is the mean over time. */
export interface JobUse extends Omit<GpuLedgerRow, 'build' | 'idleSince'> {
  /** Builds that used a GPU. */
  readonly builds: number;
}

/** The ledger summed up by job, most watt-hours first. */
export function perJob(rows: readonly GpuLedgerRow[]): readonly JobUse[] {
  const jobs = new Map<string, JobUse>();
  for (const { build: _, idleSince: __, ...row } of rows) {
    const one = jobs.get(row.job);
    jobs.set(row.job, one === undefined ? { ...row, builds: 1 } : { ...added(one, row), builds: one.builds + 1 });
  }
  return [...jobs.values()].sort((a, b) => (b.wattHours ?? 0) - (a.wattHours ?? 0));
}

type Use = Omit<JobUse, 'builds'>;

function added(a: Use, b: Use): Use {
  const minutes = a.utilizationMinutes + b.utilizationMinutes;
  const share = minutes === 0 ? 0 : a.utilizationMinutes / minutes;
  return {
    job: a.job,
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    gpuMinutes: a.gpuMinutes + b.gpuMinutes,
    peakMemoryBytes: highest(a.peakMemoryBytes, b.peakMemoryBytes),
    memoryLimitBytes: highest(a.memoryLimitBytes, b.memoryLimitBytes),
    meanUtilization: ofKnown(a.meanUtilization, b.meanUtilization, (one, other) => one * share + other * (1 - share)),
    peakUtilization: highest(a.peakUtilization, b.peakUtilization),
    utilizationMinutes: minutes,
    idleMinutes: a.idleMinutes + b.idleMinutes,
    wattHours: ofKnown(a.wattHours, b.wattHours, (one, other) => one + other),
    energyBasis: ofKnown(a.energyBasis, b.energyBasis, weaker),
  };
}

const weaker = (a: EnergyBasis, b: EnergyBasis): EnergyBasis =>
  ENERGY_BASES.indexOf(a) > ENERGY_BASES.indexOf(b) ? a : b;

/** The ledger as CSV (RFC 4180), one build or job per line; what is not known is empty. New columns come last. */
export function ledgerCsv(rows: readonly GpuLedgerRow[] | readonly JobUse[], of: 'build' | 'builds' = 'build'): string {
  const head = [
    'job',
    of,
    'from,to,gpu_minutes,peak_memory_bytes,watt_hours',
    'energy_basis,memory_limit_bytes,mean_utilization_percent,peak_utilization_percent,idle_minutes',
  ].join(',');
  const lines = rows.map((row) =>
    [
      cell(row.job),
      'build' in row ? row.build : row.builds,
      new Date(row.from).toISOString(),
      new Date(row.to).toISOString(),
      row.gpuMinutes.toFixed(2),
      known(row.peakMemoryBytes, 0),
      known(row.wattHours, 3),
      row.energyBasis ?? '',
      known(row.memoryLimitBytes, 0),
      known(row.meanUtilization, 1),
      known(row.peakUtilization, 0),
      row.idleMinutes.toFixed(2),
    ].join(','),
  );
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

const known = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '';

/** A CSV field, quoted if needed. A name that looks like a formula becomes text, so that no spreadsheet runs it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
