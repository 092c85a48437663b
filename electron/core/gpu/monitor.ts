import type { GpuHistoryView, GpuLedgerRow, GpuProcessRow, GpuSpan, GpuState } from '../../shared/gpu.ts';
import type { Clock } from '../ports.ts';
import { attribute, type BuildFact, type ContainerUse, containerIds } from './attribute.ts';
import { createHistory, type GpuHistory } from './history.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { SmiProcess } from './parse.ts';
import { createSampler, type SmiPort } from './sampler.ts';
import type { GpuHardware } from './trouble.ts';

/** What `/proc` tells of a process; every answer may be null: it ended, or belongs to somebody else. */
export interface ProcPort {
  cgroup(pid: number): Promise<string | null>;
  user(pid: number): Promise<string | null>;
  /** Environments of the process and its ancestors, nearest first, those that may be read. */
  environments(pid: number): Promise<readonly Readonly<Record<string, string>>[]>;
}

export interface GpuMonitorPorts {
  readonly smi: SmiPort;
  readonly clock: Clock;
  readonly proc: ProcPort;
  hardware(): GpuHardware;
  /** nvidia-smi's list of the processes on the GPUs. */
  processes(): Promise<readonly SmiProcess[]>;
  /** A container by its full id, on the host's engine or, where `nested`, on the nested one; null when it is unknown there. */
  container(id: string, nested: boolean): Promise<ContainerUse | null>;
  /** Running builds; empty where they cannot be told. */
  builds(): Promise<readonly BuildFact[]>;
  /** History and ledger between two runs of the app. */
  readonly store: {
    load(): Promise<{ readonly history: Uint8Array | null; readonly ledger: readonly GpuLedgerRow[] }>;
    save(history: Uint8Array, ledger: readonly GpuLedgerRow[]): Promise<void>;
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
const SAVE_INTERVAL = 5 * 60_000;
/** Containers whose facts are remembered: an id never changes its mounts or environment. */
const MOST_CONTAINERS = 200;

/** Everything about GPUs for the app and the command line. */
export function createGpuMonitor(ports: GpuMonitorPorts): GpuMonitor {
  const { clock } = ports;
  const listeners = new Set<(state: GpuState) => void>();
  const containers = new Map<string, ContainerUse>();
  let state: GpuState = { kind: 'unknown' };
  let history: GpuHistory = createHistory();
  let ledger: Ledger = createLedger();
  let listing: Promise<readonly GpuProcessRow[]> | null = null;
  let listedAt = 0;
  let rows: readonly GpuProcessRow[] = [];
  let savedAt = clock.now();

  const save = async (): Promise<void> => {
    savedAt = clock.now();
    await ports.store.save(history.serialise(), ledger.rows());
  };

  const changed = (next: GpuState): void => {
    state = next;
    if (next.kind === 'ok') {
      history.add(next.at, next.gpus);
      ledger.book(next.at, next.gpus, rows);
      // History is a comfort: a full disk must not stop the sampling, and the next save tries again.
      if (next.at - savedAt >= SAVE_INTERVAL) save().catch(() => {});
      if (next.at - listedAt >= PROCESS_INTERVAL) list().catch(() => {});
    }
    for (const listener of listeners) listener(next);
  };

  const containerOf = async (pid: number): Promise<ContainerUse | null> => {
    const ids = containerIds((await ports.proc.cgroup(pid)) ?? '');
    const id = ids.at(-1);
    if (id === undefined) return null;
    const nested = ids.length > 1;
    const ask = (inside: boolean) => ports.container(id, inside).catch(() => null);
    // The host may itself be a container, so depth alone does not tell whose it is: the host's engine is asked first.
    const known = containers.get(id) ?? (await ask(false)) ?? (nested ? await ask(true) : null);
    if (known === null) {
      return { id, name: id.slice(0, 12), engine: nested ? 'nested' : 'host', sources: [], env: {}, ours: false };
    }
    containers.set(id, known);
    const oldest = containers.size > MOST_CONTAINERS ? containers.keys().next().value : undefined;
    if (oldest !== undefined) containers.delete(oldest);
    return known;
  };

  const row = async (process: SmiProcess, builds: readonly BuildFact[]): Promise<GpuProcessRow> => {
    const [container, user, environments] = await Promise.all([
      containerOf(process.pid),
      ports.proc.user(process.pid),
      ports.proc.environments(process.pid),
    ]);
    const build = attribute(container, environments, builds);
    return {
      ...process,
      user,
      container: container?.name ?? null,
      engine: container?.engine ?? null,
      build: build === null ? null : { job: build.job, number: build.number },
    };
  };

  const list = (): Promise<readonly GpuProcessRow[]> => {
    if (listing !== null) return listing;
    listedAt = clock.now();
    listing = (async () => {
      try {
        const found = await ports.processes();
        const builds = found.length === 0 ? [] : await ports.builds().catch(() => []);
        rows = await Promise.all(found.map((process) => row(process, builds)));
        return rows;
      } finally {
        listing = null;
      }
    })();
    return listing;
  };

  const sampler = createSampler({ smi: ports.smi, clock, hardware: ports.hardware, state: changed });

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
      const kept = await ports.store.load();
      history = createHistory(kept.history);
      ledger = createLedger(kept.ledger);
    },
    async close() {
      sampler.close();
      listeners.clear();
      await save();
    },
  };
}
