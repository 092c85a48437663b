import { buildName } from '../../shared/build-name.ts';
import type { GpuBuild, GpuLedgerRow, GpuProcessRow, GpuSample } from '../../shared/gpu.ts';
import type { GpuBand } from '../../shared/gpu-history.ts';
import { createBands } from './bands.ts';
import { type BuildShare, buildShares } from './build-shares.ts';
import { emptyRow, rowAfter } from './ledger-row.ts';
import { MAX_STEP_MS } from './steps.ts';

/** Number of builds to keep; the oldest are dropped first. */
const MAX_ROWS = 2000;

export interface Ledger {
  /**
   * Adds the time since the last call to the builds that hold GPUs, by the processes listed in between. Call it with
   * each reading, and with each listing before its rows are used. `at`: milliseconds since 1970.
   */
  book(at: number, gpus: readonly GpuSample[], processes: readonly GpuProcessRow[]): void;
  /** Newest first. */
  rows(): readonly GpuLedgerRow[];
  bands(): readonly GpuBand[];
}

/** The GPU usage of each build: minutes, memory, utilisation, energy. Starts from what an earlier run saved. */
export function createLedger(saved: readonly GpuLedgerRow[] = [], savedBands: readonly GpuBand[] = []): Ledger {
  const rows = new Map<string, GpuLedgerRow>(
    saved
      .slice(0, MAX_ROWS)
      .map((row) => [buildName({ job: row.job, number: row.build }), { ...row, idleSince: null }]),
  );
  const bands = createBands(savedBands, (band) => (rows.get(band.build)?.to ?? band.from * 1000) / 1000);
  let holding: ReadonlySet<string> = new Set();
  let last: number | null = null;

  return {
    book(at, gpus, processes) {
      const step = stepTo(at, last);
      // After a pause, or once somebody has set the clock, it is not known how long a build has been idle.
      if (last !== null && (at < last || at - last > MAX_STEP_MS)) forgetIdle(rows);
      last = at;
      const shares = buildShares(gpus, processes);
      const byBuild = groupByBuild(shares);
      for (const [name, { build, own }] of byBuild) {
        rows.set(name, rowAfter(rows.get(name) ?? emptyRow(build, at - step), own, at, step));
      }
      for (const name of holding) {
        const row = rows.get(name);
        if (row !== undefined && !byBuild.has(name)) rows.set(name, { ...row, idleSince: null });
      }
      holding = new Set(byBuild.keys());
      bands.hold(
        at / 1000,
        shares.map(({ uuid, name }) => ({ uuid, build: name })),
      );
      forgetOldest(rows);
    },
    rows: () => [...rows.values()].sort((a, b) => b.to - a.to),
    bands: bands.list,
  };
}

/** The time since the last call, of which it is known what happened: none after a pause, or if the clock was set back. */
const stepTo = (at: number, last: number | null): number =>
  last !== null && at > last && at - last <= MAX_STEP_MS ? at - last : 0;

interface HeldGpus {
  readonly build: GpuBuild;
  /** Its share of each GPU that it holds. */
  readonly own: BuildShare[];
}

/** The shares by the name of their build. */
function groupByBuild(shares: readonly BuildShare[]): ReadonlyMap<string, HeldGpus> {
  const groups = new Map<string, HeldGpus>();
  for (const share of shares) {
    const group = groups.get(share.name) ?? { build: share.build, own: [] };
    group.own.push(share);
    groups.set(share.name, group);
  }
  return groups;
}

function forgetIdle(rows: Map<string, GpuLedgerRow>): void {
  for (const [name, row] of rows) rows.set(name, { ...row, idleSince: null });
}

function forgetOldest(rows: Map<string, GpuLedgerRow>): void {
  if (rows.size <= MAX_ROWS) return;
  const oldest = [...rows].sort(([, a], [, b]) => a.to - b.to).slice(0, rows.size - MAX_ROWS);
  for (const [name] of oldest) rows.delete(name);
}
