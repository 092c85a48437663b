import { type ContainerUse, containerIds } from './attribute.ts';
import type { AttributionWorld } from './attribution-world.ts';

/** Number of containers to remember: mounts and environment of a container never change. */
const MAX_CONTAINERS = 200;

/** Returns a function that finds the container that a process runs in; null outside of containers. */
export function createContainerLookup(
  world: Pick<AttributionWorld, 'proc' | 'container' | 'containerOfProcess'>,
): (pid: number) => Promise<ContainerUse | null> {
  const known = new Map<string, ContainerUse>();
  const onEngine = (id: string, nested: boolean) => world.container(id, nested).catch(() => null);
  const remember = (id: string, use: ContainerUse): void => {
    known.set(id, use);
    const oldest = known.size > MAX_CONTAINERS ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };
  return async (pid) => {
    const cgroup = await world.proc.cgroup(pid);
    if (cgroup === null) return world.containerOfProcess(pid).catch(() => null);
    const ids = containerIds(cgroup);
    const id = ids.at(-1);
    if (id === undefined) return null;
    const nested = ids.length > 1;
    // The host may itself be a container, so a nested id need not be the nested engine's: ask the host's engine first.
    const found = known.get(id) ?? (await onEngine(id, false)) ?? (nested ? await onEngine(id, true) : null);
    if (found === null) {
      return { id, name: id.slice(0, 12), engine: nested ? 'nested' : 'host', sources: [], env: {}, ours: false };
    }
    remember(id, found);
    return found;
  };
}
