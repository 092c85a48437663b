import { totalmem } from 'node:os';
import { type ContainerUse, environment } from '../core/gpu/attribute.ts';
import { buildsNow, hostPath } from '../core/gpu/builds.ts';
import { createGpuMonitor, type GpuMonitor } from '../core/gpu/monitor.ts';
import { parseXids } from '../core/gpu/xid.ts';
import { namesOf } from '../core/stack/names.ts';
import type { World } from '../core/world/world.ts';
import { volumeOf } from '../shared/home-volume.ts';
import { resolveConnection } from './engine/endpoint.ts';
import { connect } from './engine/engine.ts';
import { createGpuContainers } from './gpu-containers.ts';
import { createGpuGate } from './gpu-gate.ts';
import { createGpuRelease } from './gpu-release.ts';
import { createGpuStore } from './gpu-store.ts';
import { createFaultLog } from './kernel-log.ts';
import { nvidiaHardware } from './nvidia-hardware.ts';
import { createProcessList } from './nvidia-processes.ts';
import { createSmi } from './nvidia-smi.ts';
import { createProc } from './processes.ts';

export interface GpuOptions {
  /** Folder of the stored history and ledger. */
  readonly configDir: string;
  /** Whether history and ledger are saved; the command line only reads them. */
  readonly save: boolean;
  /** Whether a Jenkins may read what the GPUs have free; without it, never. */
  readonly gated?: () => boolean;
}

/** Prints the build variables of process `$0` and its ancestors, nearest first, one block each. */
const ENVIRONMENTS_SCRIPT =
  'p=$0; n=0; while [ -n "$p" ] && [ "$p" -gt 0 ] && [ $n -lt 32 ]; do tr "\\0" "\\n" <"/proc/$p/environ" 2>/dev/null | grep -E "^(BUILD_URL|BUILD_TAG)="; echo; p=$(sed -n "s/^PPid:[[:space:]]*//p" "/proc/$p/status" 2>/dev/null); n=$((n+1)); done; true';

/** Creates the GPU monitor of this computer. Starts nothing until `open`, `need` or `processes` is called. */
export function createGpu(world: World, { configDir, save, gated = () => false }: GpuOptions): GpuMonitor {
  const closing = new AbortController();
  const store = createGpuStore(configDir);
  const settings = () => world.settings.load().settings;
  const nestedEngine = () => namesOf(settings().instance).nestedEngine;
  const inside = (container: string, command: readonly string[]): Promise<string | null> =>
    world.engine.exec(container, command, closing.signal).then(
      ({ exitCode, stdout }) => (exitCode === 0 ? stdout : null),
      // The container is not running or has no shell.
      () => null,
    );
  const containers = createGpuContainers(
    () => connect(resolveConnection(settings().engineContext, process.env)),
    (id) => inside(nestedEngine(), ['docker', 'inspect', id]),
  );
  const faultLog = createFaultLog();
  const processes = createProcessList('nvidia-smi', closing.signal);
  const monitor = createGpuMonitor({
    smi: createSmi(),
    release: createGpuRelease(configDir),
    clock: world.clock,
    proc: createProc(),
    hardware: nvidiaHardware,
    processes,
    async log() {
      const [log, faults] = await Promise.all([processes.log(), faultLog()]);
      return { ...log, xids: parseXids(faults) };
    },
    memoryTotal: totalmem,
    limits: () => settings().gpu,
    detailed: () => settings().gpu.metrics !== '',
    async container(id, nested) {
      const found = await containers.byId(id, nested);
      return found === null || !nested ? found : asOnHost(found, world, nestedEngine(), closing.signal);
    },
    containerOfProcess: containers.byProcess,
    async environmentsInside({ id, engine }, pids) {
      // A process in a nested container has its id in the DinD container as second id.
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
  const gate = createGpuGate(() => world.home);
  monitor.subscribe((state) => {
    // Into the folder of a volume this user may not write, and what is at its path may be something else.
    if (gated() && volumeOf(world.home) === null) void gate(state);
  });
  return {
    ...monitor,
    async close() {
      closing.abort();
      await monitor.close();
    },
  };
}

/** A nested container's sources are paths in the DinD container; this returns it with the host's paths. */
async function asOnHost(use: ContainerUse, world: World, engine: string, signal: AbortSignal): Promise<ContainerUse> {
  const [outer] = await world.engine.containersNamed([engine], signal);
  return { ...use, sources: use.sources.map((source) => hostPath(source, outer?.mounts ?? [])) };
}
