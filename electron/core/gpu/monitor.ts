import type { GpuLedgerRow, GpuProcessRow, GpuState } from '../../shared/gpu.ts';
import type { GpuBand, GpuHistoryView, GpuSpan } from '../../shared/gpu-history.ts';
import { createAttribution } from './attribution.ts';
import type { AttributionWorld } from './attribution-world.ts';
import { createHistory, type GpuHistory } from './history.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { SmiProcess } from './listings.ts';
import { createSampler } from './sampler.ts';
import type { NvidiaSmi } from './smi.ts';
import type { GpuHardware } from './trouble.ts';

/** The data that survives a restart of the app. */
export interface Kept {
  readonly history: Uint8Array | null;
  readonly ledger: readonly GpuLedgerRow[];
  readonly bands: readonly GpuBand[];
}

export interface GpuMonitorWorld extends AttributionWorld {
  readonly smi: NvidiaSmi;
  hardware(): GpuHardware;
  /** nvidia-smi's list of the processes on the GPUs. */
  processes(): Promise<readonly SmiProcess[]>;
  /** Stores history and ledger between two runs of the app. */
  readonly store: {
    load(): Promise<Kept>;
    save(kept: Kept & { readonly history: Uint8Array }): Promise<void>;
  };
}

/** What shows the readings now. */
export type GpuNeed = 'window' | 'tray' | 'none';
/** How often each needs a reading. */
const INTERVAL_MS: Readonly<Record<GpuNeed, number | null>> = { window: 1000, tray: 10_000, none: null };

export interface GpuMonitor {
  state(): GpuState;
  /** Calls back with each new state; returns a function that unsubscribes. */
  subscribe(listener: (state: GpuState) => void): () => void;
  need(need: GpuNeed): void;
  processes(): Promise<readonly GpuProcessRow[]>;
  history(span: GpuSpan): GpuHistoryView;
  ledger(): readonly GpuLedgerRow[];
  /** Loads what an earlier run saved; call once, before `need`. */
  open(): Promise<void>;
  /** Ends nvidia-smi and saves history and ledger. */
  close(): Promise<void>;
}

/** How often processes are listed while GPUs are sampled; a listing starts a program. */
const PROCESS_INTERVAL_MS = 10_000;
/** A reading that is late by up to this factor of its interval leaves no gap in the history; a missing one does. */
const TOLERANCE = 1.8;
const SAVE_INTERVAL_MS = 5 * 60_000;

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
    // What an earlier run saved must be loaded before it is replaced.
    if (!opened) return;
    await world.store.save({ history: history.serialise(), ledger: ledger.rows(), bands: ledger.bands() });
  };

  const changed = (next: GpuState): void => {
    // Still absent for the same reason: not a change.
    if (next.kind === 'absent' && state.kind === 'absent' && next.failure.detail === state.failure.detail) return;
    state = next;
    if (next.kind === 'ok') {
      history.add(next.at, next.gpus, (sampler.pace() ?? 0) * TOLERANCE);
      ledger.book(next.at, next.gpus, rows);
      // A full disk must not stop the sampling; the next save tries again.
      if (next.at - savedAt >= SAVE_INTERVAL_MS) save().catch(() => {});
      if (next.at - listedAt >= PROCESS_INTERVAL_MS) list().catch(() => {});
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
    need: (need) => sampler.every(INTERVAL_MS[need]),
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
