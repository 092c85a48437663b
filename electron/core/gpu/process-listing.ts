import type { Failure } from '../../shared/failure.ts';
import type { GpuListing } from '../../shared/gpu.ts';
import { isRecent } from '../../shared/recent.ts';
import type { Clock } from '../world/clock.ts';
import type { Attribution } from './attribution.ts';
import type { ProcFs } from './attribution-world.ts';
import { ListingError, type SmiProcess } from './listings.ts';
import type { SmiLog } from './smi-log.ts';
import { diagnose, type GpuHardware } from './trouble.ts';

export interface ListingWorld {
  readonly clock: Clock;
  readonly proc: Pick<ProcFs, 'born'>;
  hardware(): GpuHardware;
  /** nvidia-smi's list of the processes on the GPUs. Throws a `ListingError` if it could not list them. */
  processes(): Promise<readonly SmiProcess[]>;
  /** nvidia-smi's whole log; null if it could not be read. */
  log?(): Promise<SmiLog | null>;
}

/** The whole log takes nvidia-smi a second: it is read only while somebody looks, and kept for so long. */
const LOG_MS = 30_000;

/** The one list of GPU processes that the tray, the window, the ledger and the command line share. */
export interface ProcessListing {
  latest(): GpuListing;
  /** Lists again, unless that was done at most `maxAgeMs` ago or is being done: a listing starts a program. */
  /** `thorough`: with what only the view of the GPUs shows. */
  list(maxAgeMs: number, thorough?: boolean): Promise<GpuListing>;
}

/** `changed` is called after each listing, failed ones included, with the one before. */
export function createProcessListing(
  world: ListingWorld,
  attribution: Attribution,
  changed: (listing: GpuListing, before: GpuListing) => void,
): ProcessListing {
  const { clock, proc } = world;
  let latest: GpuListing = { rows: [], at: null, failure: null };
  let births = new Map<number, string | null>();
  let running: Promise<GpuListing> | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let log: SmiLog | null = null;
  let loggedAt = Number.NEGATIVE_INFINITY;

  const birthsOf = async (pids: readonly number[]): Promise<Map<number, string | null>> =>
    new Map(
      await Promise.all(
        [...new Set(pids)].map(async (pid): Promise<[number, string | null]> => [pid, await proc.born(pid)]),
      ),
    );

  /** Not to be listed is not to have ended: the last rows stay, but for processes that `/proc` no longer has. */
  const stillThere = async (failure: Failure): Promise<GpuListing> => {
    const now = await birthsOf(latest.rows.map(({ pid }) => pid));
    return { ...latest, failure, rows: latest.rows.filter(({ pid }) => now.get(pid) === births.get(pid)) };
  };

  const logNow = async (): Promise<SmiLog | null> => {
    if (world.log === undefined || isRecent(loggedAt, clock.monotonic(), LOG_MS)) return log;
    log = await world.log().catch(() => null);
    loggedAt = clock.monotonic();
    return log;
  };

  const listNow = async (thorough: boolean): Promise<GpuListing> => {
    const at = clock.now();
    try {
      const compute = await world.processes();
      const found = thorough ? await logNow() : null;
      const drawing = (found?.graphics ?? []).filter(
        ({ pid, uuid }) => !compute.some((one) => one.pid === pid && one.uuid === uuid),
      );
      const all = await attribution.rows([...compute, ...drawing], thorough);
      births = await birthsOf(all.map(({ pid }) => pid));
      const rows = all.slice(0, compute.length);
      if (found === null) return { rows, at, failure: null };
      const graphics = all
        .slice(compute.length)
        .filter(({ pid }) => births.get(pid) !== null)
        .map((row) => ({ ...row, graphics: true }));
      return { rows, at, failure: null, graphics, instances: found.instances, xids: found.xids ?? [] };
    } catch (thrown) {
      const { words, missing } = thrown instanceof ListingError ? thrown : { words: String(thrown), missing: false };
      const found = diagnose(words, missing, world.hardware());
      return await stillThere(found.failure);
    }
  };

  return {
    latest: () => latest,
    async list(maxAgeMs, thorough = false) {
      if (running !== null) return running;
      if (isRecent(triedAt, clock.monotonic(), maxAgeMs)) return latest;
      triedAt = clock.monotonic();
      running = listNow(thorough);
      const before = latest;
      try {
        latest = await running;
      } finally {
        running = null;
      }
      changed(latest, before);
      return latest;
    },
  };
}
