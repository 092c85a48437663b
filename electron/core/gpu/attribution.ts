import type { GpuBuild, GpuProcessRow } from '../../shared/gpu.ts';
import type { Clock } from '../world/clock.ts';
import { attribute, type BuildFact, type ContainerUse, containerIds } from './attribute.ts';
import type { SmiProcess } from './listings.ts';

type Environment = Readonly<Record<string, string>>;

/** What `/proc` tells of a process; every answer may be null or empty: it ended, or belongs to somebody else. */
export interface ProcPort {
  /** When it began, in the kernel's ticks: tells it from a later process of the same id. */
  born(pid: number): Promise<string | null>;
  cgroup(pid: number): Promise<string | null>;
  user(pid: number): Promise<string | null>;
  /** Its ids in the PID namespaces that it is in, outermost first. */
  pids(pid: number): Promise<readonly number[]>;
  /** Environments of the process and its ancestors, nearest first, those that may be read. */
  environments(pid: number): Promise<readonly Environment[]>;
}

export interface AttributionWorld {
  readonly clock: Clock;
  readonly proc: ProcPort;
  /** A container by its full id, on the host's engine or, where `nested`, on the nested one; null when it is unknown there. */
  container(id: string, nested: boolean): Promise<ContainerUse | null>;
  /** The container of the host's engine that a process is in, as the engine knows it, where `/proc` hides it. */
  containerOfProcess(pid: number): Promise<ContainerUse | null>;
  /** What `environments` gives, asked inside the container; `pids` are the process's ids, outermost first. */
  environmentsInside(container: ContainerUse, pids: readonly number[]): Promise<readonly Environment[]>;
  /** Running builds; null where they cannot be told. */
  builds(): Promise<readonly BuildFact[] | null>;
}

/** Containers whose facts are remembered: an id never changes its mounts or environment. */
const MOST_CONTAINERS = 200;
/** A process that belongs to no build is looked at again this seldom, ms: engines and Jenkins are not polled for strangers. */
const LOOK_AGAIN = 60_000;

interface Known {
  readonly container: ContainerUse | null;
  readonly user: string | null;
  readonly build: GpuBuild | null;
  /** When to ask again; a found build is kept as long as its process lives. */
  readonly until: number;
}

export interface Attribution {
  /** The listed processes with their users, containers and builds. */
  rows(processes: readonly SmiProcess[]): Promise<readonly GpuProcessRow[]>;
}

/** Tells for each process whose it is, asking as little as it can: what was found out holds for the process's life. */
export function createAttribution(world: AttributionWorld): Attribution {
  const containers = new Map<string, ContainerUse>();
  let known = new Map<string, Known>();

  const containerOf = async (pid: number): Promise<ContainerUse | null> => {
    const cgroup = await world.proc.cgroup(pid);
    if (cgroup === null) return world.containerOfProcess(pid).catch(() => null);
    const ids = containerIds(cgroup);
    const id = ids.at(-1);
    if (id === undefined) return null;
    const nested = ids.length > 1;
    const ask = (inside: boolean) => world.container(id, inside).catch(() => null);
    // The host may itself be a container, so depth alone does not tell whose it is: the host's engine is asked first.
    const found = containers.get(id) ?? (await ask(false)) ?? (nested ? await ask(true) : null);
    if (found === null) {
      return { id, name: id.slice(0, 12), engine: nested ? 'nested' : 'host', sources: [], env: {}, ours: false };
    }
    containers.set(id, found);
    const oldest = containers.size > MOST_CONTAINERS ? containers.keys().next().value : undefined;
    if (oldest !== undefined) containers.delete(oldest);
    return found;
  };

  const buildOf = async (pid: number, container: ContainerUse | null, builds: readonly BuildFact[]) => {
    const environments = await world.proc.environments(pid);
    const found = attribute(container, environments, builds);
    if (found !== null || container === null || environments.length > 0) return found;
    // Another user's environment cannot be read from outside; inside its container it can.
    const inside = await world.environmentsInside(container, await world.proc.pids(pid)).catch(() => []);
    return attribute(null, inside, builds);
  };

  const look = async (pid: number, builds: readonly BuildFact[] | null, before: Known | undefined): Promise<Known> => {
    const container = before?.container ?? (await containerOf(pid));
    const [user, build] = await Promise.all([
      before?.user ?? world.proc.user(pid),
      builds === null || builds.length === 0 ? null : buildOf(pid, container, builds),
    ]);
    const until = build !== null ? Number.POSITIVE_INFINITY : builds === null ? 0 : world.clock.now() + LOOK_AGAIN;
    return { container, user, build: build === null ? null : { job: build.job, number: build.number }, until };
  };

  return {
    async rows(processes) {
      const ids = new Set(processes.map(({ pid }) => pid));
      const keys = new Map<number, string>(
        await Promise.all(
          [...ids].map(
            async (pid): Promise<[number, string]> => [pid, `${pid} ${(await world.proc.born(pid)) ?? '?'}`],
          ),
        ),
      );
      const now = world.clock.now();
      const open = [...keys].filter(([, key]) => (known.get(key)?.until ?? 0) <= now);
      const builds = open.length === 0 ? null : await world.builds().catch(() => null);
      const fresh = await Promise.all(
        open.map(async ([pid, key]) => [key, await look(pid, builds, known.get(key))] as const),
      );
      const listed = new Set(keys.values());
      known = new Map([...known, ...fresh].filter(([key]) => listed.has(key)));
      return processes.map((process) => {
        const one = known.get(keys.get(process.pid) ?? '');
        return {
          ...process,
          user: one?.user ?? null,
          container: one?.container?.name ?? null,
          engine: one?.container?.engine ?? null,
          build: one?.build ?? null,
        };
      });
    },
  };
}
