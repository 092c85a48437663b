import { buildName } from '../../shared/build-name.ts';
import type { GpuLedgerRow, GpuProcessRow, GpuSample } from '../../shared/gpu.ts';
import type { GpuBand } from '../../shared/gpu-history.ts';
import { createBands } from './bands.ts';
import { buildShares } from './build-shares.ts';

/** Number of builds to keep; the oldest are dropped first. */
const MAX_ROWS = 2000;
/** A longer pause between readings is a gap, not use. */
const MAX_STEP_MS = 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface Ledger {
  /** Adds the time since the last reading to the builds that hold GPUs now. `at`: milliseconds since 1970. */
  book(at: number, gpus: readonly GpuSample[], processes: readonly GpuProcessRow[]): void;
  /** Newest first. */
  rows(): readonly GpuLedgerRow[];
  bands(): readonly GpuBand[];
}

type Row = { -readonly [K in keyof GpuLedgerRow]: GpuLedgerRow[K] };

/** The GPU usage of each build: minutes, peak memory, energy. Starts from what an earlier run saved. */
export function createLedger(saved: readonly GpuLedgerRow[] = [], savedBands: readonly GpuBand[] = []): Ledger {
  const rows = new Map<string, Row>(
    saved.slice(0, MAX_ROWS).map((row) => [buildName({ job: row.job, number: row.build }), { ...row }]),
  );
  const bands = createBands(savedBands, (band) => (rows.get(band.build)?.to ?? band.from * 1000) / 1000);
  let last: number | null = null;

  return {
    book(at, gpus, processes) {
      const step = last === null || at <= last || at - last > MAX_STEP_MS ? 0 : at - last;
      last = at;
      const shares = buildShares(gpus, processes);
      const memory = new Map<string, number>();
      for (const { build, name, memoryBytes, powerWatts } of shares) {
        const row = rows.get(name) ?? emptyRow(build.job, build.number, at);
        row.to = at;
        row.gpuMinutes += step / MINUTE_MS;
        row.wattHours += (powerWatts * step) / HOUR_MS;
        // Over all GPUs that the build holds now.
        memory.set(name, (memory.get(name) ?? 0) + memoryBytes);
        row.peakMemoryBytes = Math.max(row.peakMemoryBytes, memory.get(name) ?? 0);
        rows.set(name, row);
      }
      bands.hold(
        at / 1000,
        shares.map(({ uuid, name }) => ({ uuid, build: name })),
      );
      forgetOldest(rows);
    },
    rows: () => [...rows.values()].map((row) => ({ ...row })).sort((a, b) => b.to - a.to),
    bands: bands.list,
  };
}

const emptyRow = (job: string, build: number, at: number): Row => ({
  job,
  build,
  from: at,
  to: at,
  gpuMinutes: 0,
  peakMemoryBytes: 0,
  wattHours: 0,
});

function forgetOldest(rows: Map<string, Row>): void {
  if (rows.size <= MAX_ROWS) return;
  const oldest = [...rows].sort(([, a], [, b]) => a.to - b.to).slice(0, rows.size - MAX_ROWS);
  for (const [name] of oldest) rows.delete(name);
}
