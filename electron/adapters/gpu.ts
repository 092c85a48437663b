import { type ContainerUse, environment } from '../core/gpu/attribute.ts';
import { buildsNow, hostPath } from '../core/gpu/builds.ts';
import { createGpuMonitor, type GpuMonitor } from '../core/gpu/monitor.ts';
import { namesOf } from '../core/stack/names.ts';
import type { World } from '../core/world/world.ts';
import { resolveConnection } from './engine/endpoint.ts';
import { connect } from './engine/engine.ts';
import { createGpuContainers } from './gpu-containers.ts';
import { createGpuStore } from './gpu-store.ts';
import { createProcessList, createSmi, nvidiaHardware } from './nvidia-smi.ts';
import { createProc } from './processes.ts';

export interface GpuOptions {
  /** Folder of the kept history and ledger. */
  readonly configDir: string;
  /** Whether what is seen is kept; a command's look leaves it as the app wrote it. */
  readonly save: boolean;
}

/** Prints the build's variables of the process `$0` and of its ancestors, nearest first, a block each. */
const ENVIRONMENTS_SCRIPT =
  'p=$0; n=0; while [ -n "$p" ] && [ "$p" -gt 0 ] && [ $n -lt 32 ]; do tr "\\0" "\\n" <"/proc/$p/environ" 2>/dev/null | grep -E "^(BUILD_URL|BUILD_TAG)="; echo; p=$(sed -n "s/^PPid:[[:space:]]*//p" "/proc/$p/status" 2>/dev/null); n=$((n+1)); done; true';

/** All about this computer's GPUs. Costs nothing, and starts nothing, until `open`, `need` or `processes` is called. */
export function createGpu(world: World, { configDir, save }: GpuOptions): GpuMonitor {
  const closing = new AbortController();
  const store = createGpuStore(configDir);
  const settings = () => world.settings.load().settings;
  const nestedEngine = () => namesOf(settings().instance).engine;
  const inside = (container: string, command: readonly string[]): Promise<string | null> =>
    world.engine.exec(container, command, closing.signal).then(
      ({ exitCode, stdout }) => (exitCode === 0 ? stdout : null),
      // Not running, or without a shell: then it cannot be asked.
      () => null,
    );
  const containers = createGpuContainers(
    () => connect(resolveConnection(settings().engineContext, process.env)),
    (id) => inside(nestedEngine(), ['docker', 'inspect', id]),
  );
  const monitor = createGpuMonitor({
    smi: createSmi(),
    clock: world.clock,
    proc: createProc(),
    hardware: nvidiaHardware,
    processes: createProcessList('nvidia-smi', closing.signal),
    async container(id, nested) {
      const found = await containers.byId(id, nested);
      return found === null || !nested ? found : asOnHost(found, world, nestedEngine(), closing.signal);
    },
    containerOfProcess: containers.byProcess,
    async environmentsInside({ id, engine }, pids) {
      // Of a nested container's process the second id is the one that the DinD container knows it by.
      const pid = engine === 'nested' ? pids[1] : pids.at(-1);
      if (pid === undefined) return [];
      const said = await inside(engine === 'nested' ? nestedEngine() : id, [
        'sh',
        '-c',
        ENVIRONMENTS_SCRIPT,
        String(pid),
      ]);
      return (said ?? '').split('\n\n').map((block) => environment(block.split('\n')));
    },
    builds: () => buildsNow(world, closing.signal),
    store: save ? store : { load: store.load, save: async () => undefined },
  });
  return {
    ...monitor,
    async close() {
      closing.abort();
      await monitor.close();
    },
  };
}

/** A nested container's folders lie where the nested engine's container has them; this says where the host does. */
async function asOnHost(use: ContainerUse, world: World, engine: string, signal: AbortSignal): Promise<ContainerUse> {
  const [outer] = await world.engine.containersNamed([engine], signal);
  return { ...use, sources: use.sources.map((source) => hostPath(source, outer?.mounts ?? [])) };
}
