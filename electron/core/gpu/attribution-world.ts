import type { Clock } from '../world/clock.ts';
import type { BuildFact, ContainerUse } from './attribute.ts';

type Environment = Readonly<Record<string, string>>;

/** What `/proc` says of a process. Null or empty: it ended, or belongs to another user. */
export interface ProcPort {
  /** When it began, in the kernel's ticks: tells it from a later process with the same id. */
  born(pid: number): Promise<string | null>;
  cgroup(pid: number): Promise<string | null>;
  user(pid: number): Promise<string | null>;
  /** Its ids in its PID namespaces, outermost first. */
  pids(pid: number): Promise<readonly number[]>;
  /** Environments of the process and its ancestors, nearest first; those that may not be read are left out. */
  environments(pid: number): Promise<readonly Environment[]>;
}

/** What attribution is handed to find out whose a process is. */
export interface AttributionWorld {
  readonly clock: Clock;
  readonly proc: ProcPort;
  /** A container by its full id, on the host's engine or, where `nested`, on the nested one; null: unknown there. */
  container(id: string, nested: boolean): Promise<ContainerUse | null>;
  /** The container of the host's engine that a process is in, as the engine knows it, where `/proc` hides it. */
  containerOfProcess(pid: number): Promise<ContainerUse | null>;
  /** What `environments` returns, read inside the container; `pids` are the process's ids, outermost first. */
  environmentsInside(container: ContainerUse, pids: readonly number[]): Promise<readonly Environment[]>;
  /** Running builds; null where they are unknown. */
  builds(): Promise<readonly BuildFact[] | null>;
}
