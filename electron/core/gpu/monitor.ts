import type { GpuLedgerRow, GpuProcessRow, GpuState } from '../../shared/gpu.ts';
import type { GpuBand, GpuHistoryView, GpuSpan } from '../../shared/gpu-history.ts';
import { createAttribution } from './attribution.ts';
import type { AttributionWorld } from './attribution-world.ts';
import { createHistory, type GpuHistory } from './history.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { SmiProcess } from './listings.ts';
import { createSampler } from './sampler.ts';
import type { SmiPort } from './smi.ts';
import type { GpuHardware } from './trouble.ts';

/** What lasts from one run of the app to the next. */
export interface Kept {
  readonly history: Uint8Array | null;
  readonly ledger: readonly GpuLedgerRow[];
  readonly bands: readonly GpuBand[];
}

export interface GpuMonitorWorld extends AttributionWorld {
  readonly smi: SmiPort;
  hardware(): GpuHardware;
  /** nvidia-smi's list of the processes on the GPUs. */
  processes(): Promise<readonly SmiProcess[]>;
  /** History and ledger between two runs of the app. */
  readonly store: {
    load(): Promise<Kept>;
    save(kept: Kept & { readonly history: Uint8Array }): Promise<void>;
  };
}

/** Who is looking: the window wants a reading each second, the tray each ten. */
export type GpuNeed = 'window' | 'tray' | 'none';

export interface GpuMonitor {
  state(): GpuState;
  /** Calls back with each new state, until the answer is called. */
  subscribe(listener: (state: GpuState) => void): () => void;
  need(need: GpuNeed): void;
  processes(): Promise<readonly GpuProcessRow[]>;
  history(span: GpuSpan): GpuHistoryView;
  ledger(): readonly GpuLedgerRow[];
  /** Reads what an earlier run kept; call once, before `need`. */
  open(): Promise<void>;
  /** Ends nvidia-smi and keeps history and ledger. */
  close(): Promise<void>;
}

/** Processes are listed this seldom while GPUs are sampled; a listing starts a program. */
const PROCESS_INTERVAL = 10_000;
/** A reading this much later than its interval leaves no gap in the history; a missing one does. */
const TOLERANCE = 1.8;
const SAVE_INTERVAL = 5 * 60_000;

/** Everything about GPUs for the app and the command line. */
export function createGpuMonitor(world: GpuMonitorWorld): GpuMonitor {
  const { clock } = world;
  const listeners = new Set<(state: GpuState) => void>();
  const attribution = createAttribution(world);
  let state: GpuState = { kind: 'unknown' };
  let history: GpuHistory = createHistory();
  let ledger: Ledger = createLedger();
  let listing: Promise<readonly GpuProcessRow[]> | null = null;
  let listedAt = 0;
  let rows: readonly GpuProcessRow[] = [];
  let savedAt = clock.now();
  let opened = false;

  const save = async (): Promise<void> => {
    savedAt = clock.now();
    // What an earlier run kept is not replaced before it was read.
    if (!opened) return;
    await world.store.save({ history: history.serialise(), ledger: ledger.rows(), bands: ledger.bands() });
  };

  const changed = (next: GpuState): void => {
    // Looked for again, and still not there.
    if (next.kind === 'absent' && state.kind === 'absent' && next.failure.detail === state.failure.detail) return;
    state = next;
    if (next.kind === 'ok') {
      history.add(next.at, next.gpus, (sampler.pace() ?? 0) * TOLERANCE);
      ledger.book(next.at, next.gpus, rows);
      // History is a comfort: a full disk must not stop the sampling, and the next save tries again.
      if (next.at - savedAt >= SAVE_INTERVAL) save().catch(() => {});
      if (next.at - listedAt >= PROCESS_INTERVAL) list().catch(() => {});
    }
    for (const listener of listeners) listener(next);
  };

  const list = (): Promise<readonly GpuProcessRow[]> => {
    if (listing !== null) return listing;
    listedAt = clock.now();
    listing = (async () => {
      try {
        rows = await attribution.rows(await world.processes());
        return rows;
      } finally {
        listing = null;
      }
    })();
    return listing;
  };

  const sampler = createSampler({ smi: world.smi, clock, hardware: world.hardware, state: changed });

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    need: (need) => sampler.every({ window: 1000, tray: 10_000, none: null }[need]),
    processes: list,
    history: (span) => history.view(span, clock.now(), ledger.bands()),
    ledger: () => ledger.rows(),
    async open() {
      const kept = await world.store.load();
      history = createHistory(kept.history);
      ledger = createLedger(kept.ledger, kept.bands);
      opened = true;
    },
    async close() {
      sampler.close();
      listeners.clear();
      await save();
    },
  };
}
