import type { GpuBuild, GpuProcessRow } from '../../shared/gpu.ts';
import { isRecent } from '../../shared/recent.ts';
import { attribute, type BuildFact, type ContainerUse } from './attribute.ts';
import type { AttributionWorld, ProcessFacts } from './attribution-world.ts';
import { createContainerLookup } from './container-lookup.ts';
import type { SmiProcess } from './listings.ts';

/** How long a process without a build is not checked again, so that it costs no further requests. */
const UNKNOWN_MS = 60_000;

interface Known {
  readonly container: ContainerUse | null;
  readonly user: string | null;
  /** A process keeps its build for as long as it lives. */
  readonly build: GpuBuild | null;
  /** When no build was found, monotonic milliseconds; null: the running builds were not known. */
  readonly checkedAt: number | null;
}

export interface Attribution {
  /** The listed processes with their users, containers and builds; `thorough`: and what else the GPU view shows. */
  rows(processes: readonly SmiProcess[], thorough?: boolean): Promise<readonly GpuProcessRow[]>;
}

/** Finds the owner of each process with few requests: what was found is kept for as long as the process lives. */
export function createAttribution(world: AttributionWorld): Attribution {
  const containerOf = createContainerLookup(world);
  let known = new Map<string, Known>();

  const buildOf = async (pid: number, container: ContainerUse | null, builds: readonly BuildFact[]) => {
    const environments = await world.proc.environments(pid);
    const found = attribute(container, environments, builds);
    const readable = Object.keys(environments[0] ?? {}).length > 0;
    // Another user's environment is readable only inside its container. Only ours are entered: of others the engine
    // tells the environment, and a nested one is seen from the nested engine's.
    if (found !== null || container === null || readable || !(container.ours || container.engine === 'nested'))
      return found;
    const inside = await world.environmentsInside(container, await world.proc.pids(pid)).catch(() => []);
    return attribute(null, inside, builds);
  };

  const identify = async (
    pid: number,
    builds: readonly BuildFact[] | null,
    before: Known | undefined,
  ): Promise<Known> => {
    const container = before?.container ?? (await containerOf(pid));
    const [user, build] = await Promise.all([
      before?.user ?? world.proc.user(pid),
      builds === null || builds.length === 0 ? null : buildOf(pid, container, builds),
    ]);
    const checkedAt = builds === null ? null : world.clock.monotonic();
    return { container, user, build: build === null ? null : { job: build.job, number: build.number }, checkedAt };
  };

  return {
    async rows(processes, thorough = false) {
      const ids = new Set(processes.map(({ pid }) => pid));
      const keys = new Map<number, string>(
        await Promise.all(
          [...ids].map(
            async (pid): Promise<[number, string]> => [pid, `${pid} ${(await world.proc.born(pid)) ?? '?'}`],
          ),
        ),
      );
      const now = world.clock.monotonic();
      const settled = (one: Known | undefined): boolean =>
        one !== undefined &&
        (one.build !== null || (one.checkedAt !== null && isRecent(one.checkedAt, now, UNKNOWN_MS)));
      const open = [...keys].filter(([, key]) => !settled(known.get(key)));
      const builds = open.length === 0 ? null : await world.builds().catch(() => null);
      const fresh = await Promise.all(
        open.map(async ([pid, key]) => [key, await identify(pid, builds, known.get(key))] as const),
      );
      const listed = new Set(keys.values());
      known = new Map([...known, ...fresh].filter(([key]) => listed.has(key)));
      const facts = new Map<number, ProcessFacts | undefined>(
        await Promise.all((thorough ? [...ids] : []).map(async (pid) => [pid, await world.proc.about?.(pid)] as const)),
      );
      return processes.map((process) => {
        const one = known.get(keys.get(process.pid) ?? '');
        return {
          ...process,
          utilization: process.utilization ?? null,
          user: one?.user ?? null,
          container: one?.container?.name ?? null,
          engine: one?.container?.engine ?? null,
          build: one?.build ?? null,
          ...facts.get(process.pid),
        };
      });
    },
  };
}
