import type { Clock } from '../world/clock.ts';
import type { BuildFact, ContainerUse } from './attribute.ts';

type Environment = Readonly<Record<string, string>>;

/** What else is shown of a process; null: not readable. */
export interface ProcessFacts {
  readonly command: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number | null;
  /** Bytes. */
  readonly hostMemoryBytes: number | null;
}

/** Processes as `/proc` shows them. Null or empty: the process has ended, or belongs to another user. */
export interface ProcFs {
  /** Its start time in clock ticks, which distinguishes it from a later process with the same id. */
  born(pid: number): Promise<string | null>;
  cgroup(pid: number): Promise<string | null>;
  user(pid: number): Promise<string | null>;
  about?(pid: number): Promise<ProcessFacts>;
  /** Its ids in its PID namespaces, outermost first. */
  pids(pid: number): Promise<readonly number[]>;
  /** Environments of the process and its ancestors, nearest first; unreadable ones are empty. */
  environments(pid: number): Promise<readonly Environment[]>;
}

/** What attribution needs to find the owner of a process. */
export interface AttributionWorld {
  readonly clock: Clock;
  readonly proc: ProcFs;
  /** A container by its full id, on the host's engine or the nested one; null if that engine does not know it. */
  container(id: string, nested: boolean): Promise<ContainerUse | null>;
  /** The container that a process runs in, according to the host's engine: for processes that `/proc` hides. */
  containerOfProcess(pid: number): Promise<ContainerUse | null>;
  /**
   * Like `ProcFs.environments`, but read inside our container that it runs in: Jenkins', or the nested engine's for a
   * nested one. `pids` are the process's ids, outermost first.
   */
  environmentsInside(container: ContainerUse, pids: readonly number[]): Promise<readonly Environment[]>;
  /** Running builds; null if unknown. */
  builds(): Promise<readonly BuildFact[] | null>;
}
