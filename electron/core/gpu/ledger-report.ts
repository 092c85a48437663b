import type { GpuLedgerRow } from '../../shared/gpu.ts';

/** The total usage of a job's builds; `peakMemoryBytes` is the highest of them. */
export interface JobUse extends Omit<GpuLedgerRow, 'build'> {
  /** Builds that used a GPU. */
  readonly builds: number;
}

/** The ledger summed up by job, most watt-hours first. */
export function perJob(rows: readonly GpuLedgerRow[]): readonly JobUse[] {
  const jobs = new Map<string, JobUse>();
  for (const { build: _, ...row } of rows) {
    const one = jobs.get(row.job) ?? { ...row, builds: 0, gpuMinutes: 0, wattHours: 0 };
    jobs.set(row.job, {
      job: row.job,
      builds: one.builds + 1,
      from: Math.min(one.from, row.from),
      to: Math.max(one.to, row.to),
      gpuMinutes: one.gpuMinutes + row.gpuMinutes,
      peakMemoryBytes: Math.max(one.peakMemoryBytes, row.peakMemoryBytes),
      wattHours: one.wattHours + row.wattHours,
    });
  }
  return [...jobs.values()].sort((a, b) => b.wattHours - a.wattHours);
}

/** The ledger as CSV (RFC 4180), one build or job per line. */
export function ledgerCsv(rows: readonly GpuLedgerRow[] | readonly JobUse[], of: 'build' | 'builds' = 'build'): string {
  const head = `job,${of},from,to,gpu_minutes,peak_memory_bytes,watt_hours`;
  const lines = rows.map((row) =>
    [
      cell(row.job),
      'build' in row ? row.build : row.builds,
      new Date(row.from).toISOString(),
      new Date(row.to).toISOString(),
      row.gpuMinutes.toFixed(2),
      Math.round(row.peakMemoryBytes),
      row.wattHours.toFixed(3),
    ].join(','),
  );
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

/** A CSV field, quoted if needed. A name that looks like a formula becomes text, so that no spreadsheet runs it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
