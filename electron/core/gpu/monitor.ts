import { callEach } from '../../shared/call-each.ts';
import type { GpuLedgerRow, GpuListing, GpuState } from '../../shared/gpu.ts';
import type { GpuBand, GpuHistoryView, GpuSpan } from '../../shared/gpu-history.ts';
import { isRecent } from '../../shared/recent.ts';
import { alarmsAfter, type GpuAlarm, type GpuLimits, NO_LIMITS } from './alarms.ts';
import { createAttribution } from './attribution.ts';
import type { AttributionWorld } from './attribution-world.ts';
import { createHistory, type GpuHistory } from './history.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createProcessListing, type ListingWorld } from './process-listing.ts';
import { type GpuRelease, MAX_RELEASE_MINUTES, watchRelease } from './release.ts';
import { createSampler } from './sampler.ts';
import type { NvidiaSmi } from './smi.ts';
import { withUnifiedMemory } from './unified.ts';

/** The data that survives a restart of the app. */
export interface Kept {
  readonly history: Uint8Array | null;
  readonly ledger: readonly GpuLedgerRow[];
  readonly bands: readonly GpuBand[];
}

export interface GpuMonitorWorld extends Omit<AttributionWorld, 'clock' | 'proc'>, ListingWorld {
  readonly proc: AttributionWorld['proc'];
  readonly smi: NvidiaSmi;
  /** Shared with the other processes of the product. */
  readonly release?: GpuRelease;
  /** When a card counts as hot or full; without it, never. */
  limits?(): GpuLimits;
  /** Whether somebody besides the GPU view reads what only the whole log tells. */
  detailed?(): boolean;
  /** The computer's memory in bytes, for GPUs without their own. */
  memoryTotal?(): number;
  /** Stores history and ledger between two runs of the app. */
  readonly store: {
    load(): Promise<Kept>;
    save(kept: Kept & { readonly history: Uint8Array }): Promise<void>;
  };
}

/** What shows the readings now: the GPU view, the tray's line, or nothing. */
export type GpuNeed = 'window' | 'tray' | 'none';
/** How often each needs a reading. */
const INTERVAL_MS: Readonly<Record<GpuNeed, number | null>> = { window: 1000, tray: 10_000, none: null };

export interface GpuMonitor {
  state(): GpuState;
  /** Calls back with each new state; returns a function that unsubscribes. */
  subscribe(listener: (state: GpuState) => void): () => void;
  need(need: GpuNeed): void;
  /** Lets go of the GPUs for so many minutes, in all processes of the product; 0: reads them again. */
  release(minutes: number): Promise<void>;
  /** To be called after a suspend. */
  wake(): void;
  /** Tells whether builds run: their processes are then listed more often, so that short ones are recorded too. */
  building(builds: boolean): void;
  /** The processes, listed again if the last listing is old. */
  processes(): Promise<GpuListing>;
  /** As last listed; starts nothing. */
  listing(): GpuListing;
  history(span: GpuSpan): GpuHistoryView;
  ledger(): readonly GpuLedgerRow[];
  /** The cards that are hot or full. */
  alarms(): readonly GpuAlarm[];
  /** Loads what an earlier run saved; call once, before `need`. */
  open(): Promise<void>;
  /** Ends nvidia-smi and saves history and ledger. */
  close(): Promise<void>;
}

/** How often processes are listed while GPUs are sampled; a listing starts a program. */
const LISTING_INTERVAL_MS = 10_000;
/** The same while a build runs: one of 3 s is then seen. */
const BUILD_LISTING_INTERVAL_MS = 2000;
/** A reading that is late by up to this factor of its interval leaves no gap in the history; a missing one does. */
const TOLERANCE = 1.8;
const SAVE_INTERVAL_MS = 5 * 60_000;

/** Everything about GPUs for the app and the command line. */
export function createGpuMonitor(world: GpuMonitorWorld): GpuMonitor {
  const { clock } = world;
  const listeners = new Set<(state: GpuState) => void>();
  let state: GpuState = { kind: 'unknown' };
  let history: GpuHistory = createHistory();
  let ledger: Ledger = createLedger();
  let savedAt = clock.monotonic();
  let opened = false;
  let building = false;
  let stopListing: (() => void) | null = null;
  let need: GpuNeed = 'none';
  let alarms: readonly GpuAlarm[] = [];

  const save = async (): Promise<void> => {
    savedAt = clock.monotonic();
    // What an earlier run saved must be loaded before it is replaced.
    if (!opened) return;
    await world.store.save({ history: history.serialise(), ledger: ledger.rows(), bands: ledger.bands() });
  };

  const tell = (): void => callEach(listeners, (listener) => listener(state));

  const listing = createProcessListing(world, createAttribution(world), (next, before) => {
    // Up to now the earlier rows held the GPUs.
    if (state.kind === 'ok') ledger.book(clock.now(), state.gpus, before.rows);
    if (next.failure?.code !== before.failure?.code) tell();
  });
  const interval = (): number => (building ? BUILD_LISTING_INTERVAL_MS : LISTING_INTERVAL_MS);

  /** Whether somebody looks at the GPUs. */
  const thorough = (): boolean => need === 'window' || (world.detailed?.() ?? false);

  /** While builds run, lists processes also between readings. */
  const listWhileBuilding = (): void => {
    stopListing?.();
    stopListing = null;
    if (!building || state.kind !== 'ok') return;
    // A listing wakes a card as a reading does.
    if (world.hardware().sleeps && listing.latest().rows.length === 0) return;
    void listing.list(BUILD_LISTING_INTERVAL_MS, thorough());
    stopListing = clock.after(BUILD_LISTING_INTERVAL_MS, listWhileBuilding);
  };

  const completed = (read: GpuState): GpuState => {
    const { rows, graphics = [] } = listing.latest();
    return withUnifiedMemory(read, [...rows, ...graphics], world.memoryTotal?.() ?? null);
  };

  const changed = (read: GpuState): void => {
    const next = completed(read);
    // Still absent for the same reason: not a change.
    if (next.kind === 'absent' && state.kind === 'absent' && next.failure.detail === state.failure.detail) return;
    state = next;
    if (next.kind === 'ok') {
      history.add(next.at, next.gpus, (sampler.pace() ?? 0) * TOLERANCE);
      ledger.book(next.at, next.gpus, listing.latest().rows);
      alarms = alarmsAfter(alarms, next.gpus, world.limits?.() ?? NO_LIMITS, clock.monotonic());
      // A full disk must not stop the sampling; the next save tries again.
      if (!isRecent(savedAt, clock.monotonic(), SAVE_INTERVAL_MS)) save().catch(() => {});
      void listing.list(interval(), thorough());
      if (building && stopListing === null) listWhileBuilding();
    }
    tell();
  };

  const sampler = createSampler({
    smi: world.smi,
    clock,
    hardware: world.hardware,
    memoryHeld() {
      const { rows, failure } = listing.latest();
      return failure !== null ? null : rows.length > 0;
    },
    state: changed,
  });

  /** Reads the GPUs as often as is needed, unless they are let go. */
  const sample = (): void => {
    const until = released?.until() ?? null;
    sampler.every(until === null ? INTERVAL_MS[need] : null);
    if (until !== null) {
      changed({ kind: 'released', until });
    } else if (state.kind === 'released') {
      changed({ kind: 'unknown' });
    }
  };
  const released = world.release === undefined ? null : watchRelease(world.release, clock, sample);
  if (released?.until() != null) sample();
  /** A listing holds the GPUs like a reading. */
  const listed = async (): Promise<GpuListing> =>
    released?.until() == null ? await listing.list(interval(), thorough()) : listing.latest();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    need(wanted) {
      need = wanted;
      sample();
    },
    async release(minutes) {
      const wanted = Math.min(MAX_RELEASE_MINUTES, Math.max(0, minutes));
      await world.release?.set(wanted === 0 ? 0 : clock.now() + wanted * 60_000);
      sample();
    },
    wake: () => released?.wake(),
    building(builds) {
      if (builds === building) return;
      building = builds;
      listWhileBuilding();
    },
    processes: listed,
    listing: () => listing.latest(),
    history: (span) => history.view(span, clock.now(), ledger.bands()),
    ledger: () => ledger.rows(),
    alarms: () => alarms,
    async open() {
      const kept = await world.store.load();
      history = createHistory(kept.history);
      ledger = createLedger(kept.ledger, kept.bands);
      opened = true;
    },
    async close() {
      stopListing?.();
      released?.close();
      sampler.close();
      listeners.clear();
      await save();
    },
  };
}
