import { buildName } from '../../shared/build-name.ts';
import type { GpuLedgerRow, GpuProcessRow, GpuSample } from '../../shared/gpu.ts';
import type { GpuBand } from '../../shared/gpu-history.ts';

/** Builds that are remembered; the oldest go first. */
const MOST_ROWS = 2000;
const MOST_BANDS = 500;
/** A longer pause between readings is a gap, not use. */
const LONGEST_STEP = 60_000;

export interface Ledger {
  /** Books the time since the last reading on the builds that hold GPUs now. `at`: milliseconds since 1970. */
  book(at: number, gpus: readonly GpuSample[], processes: readonly GpuProcessRow[]): void;
  /** Newest first. */
  rows(): readonly GpuLedgerRow[];
  bands(): readonly GpuBand[];
}

type Row = { -readonly [K in keyof GpuLedgerRow]: GpuLedgerRow[K] };
type Band = { -readonly [K in keyof GpuBand]: GpuBand[K] };

/** What each build used of the GPUs: minutes, peak memory, energy. */
export function createLedger(saved: readonly GpuLedgerRow[] = [], savedBands: readonly GpuBand[] = []): Ledger {
  const rows = new Map<string, Row>(
    saved.slice(0, MOST_ROWS).map((row) => [buildName({ job: row.job, number: row.build }), { ...row }]),
  );
  // One that was open when the app ended has its end in the ledger.
  let bands: Band[] = savedBands.slice(-MOST_BANDS).map((band) => {
    const end = [...rows].find(([name]) => name === band.build)?.[1].to ?? band.from * 1000;
    return { ...band, to: band.to ?? end / 1000 };
  });
  let last: number | null = null;

  return {
    book(at, gpus, processes) {
      const step = last === null || at <= last || at - last > LONGEST_STEP ? 0 : at - last;
      last = at;
      const now = new Map<string, number>();
      const seen = new Set<string>();
      for (const gpu of gpus) {
        const here = processes.filter((process) => process.uuid === gpu.uuid);
        const all = sum(here.map((process) => process.memoryBytes ?? 0));
        for (const { job, number } of distinct(here)) {
          const name = buildName({ job, number });
          const own = here.filter(({ build }) => build?.job === job && build.number === number);
          const memory = sum(own.map((process) => process.memoryBytes ?? 0));
          // By memory where several share a card; by heads where no memory is told.
          const share = all > 0 ? memory / all : own.length / here.length;
          const row = rows.get(name) ?? {
            job,
            build: number,
            from: at,
            to: at,
            gpuMinutes: 0,
            peakMemoryBytes: 0,
            wattHours: 0,
          };
          row.to = at;
          row.gpuMinutes += step / 60_000;
          row.wattHours += ((gpu.powerWatts ?? 0) * share * step) / 3_600_000;
          rows.set(name, row);
          now.set(name, (now.get(name) ?? 0) + memory);
          row.peakMemoryBytes = Math.max(row.peakMemoryBytes, now.get(name) ?? 0);
          seen.add(`${gpu.uuid} ${name}`);
          if (!bands.some((band) => band.to === null && band.uuid === gpu.uuid && band.build === name)) {
            bands.push({ uuid: gpu.uuid, build: name, from: at / 1000, to: null });
          }
        }
      }
      for (const band of bands) if (band.to === null && !seen.has(`${band.uuid} ${band.build}`)) band.to = at / 1000;
      if (bands.length > MOST_BANDS) bands = bands.slice(-MOST_BANDS);
      if (rows.size > MOST_ROWS) {
        const oldest = [...rows].sort(([, a], [, b]) => a.to - b.to).slice(0, rows.size - MOST_ROWS);
        for (const [name] of oldest) rows.delete(name);
      }
    },
    rows: () => [...rows.values()].map((row) => ({ ...row })).sort((a, b) => b.to - a.to),
    bands: () => bands.map((band) => ({ ...band })),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const distinct = (processes: readonly GpuProcessRow[]) => {
  const found = new Map(processes.flatMap(({ build }) => (build === null ? [] : [[buildName(build), build] as const])));
  return [...found.values()];
};

/** What a job's builds used together; `peakMemoryBytes` is the highest of them. Most watt-hours first. */
export interface JobUse extends Omit<GpuLedgerRow, 'build'> {
  /** Builds that used a GPU. */
  readonly builds: number;
}

/** The ledger summed up by job. */
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

/** The ledger, a build or a job a line, as CSV (RFC 4180). A job named like a formula is made text, so that no spreadsheet runs it. */
export function ledgerCsv(rows: readonly GpuLedgerRow[] | readonly JobUse[], of: 'build' | 'builds' = 'build'): string {
  const head = `job,${of},from,to,gpu_minutes,peak_memory_bytes,watt_hours`;
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
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
