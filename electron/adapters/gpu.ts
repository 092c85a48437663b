import { buildsNow } from '../core/gpu/builds.ts';
import { createGpuMonitor, type GpuMonitor } from '../core/gpu/monitor.ts';
import { namesOf } from '../core/names.ts';
import type { Ports } from '../core/ports.ts';
import { resolveConnection } from './engine/endpoint.ts';
import { connect } from './engine/engine.ts';
import { createGpuContainers } from './gpu-containers.ts';
import { createGpuStore } from './gpu-store.ts';
import { createSmi, listProcesses, nvidiaHardware } from './nvidia-smi.ts';
import { createProc } from './processes.ts';

export interface GpuOptions {
  /** Folder of the kept history and ledger. */
  readonly configDir: string;
  /** Whether what is seen is kept; a command's look leaves it as the app wrote it. */
  readonly save: boolean;
}

/** All about this computer's GPUs. Costs nothing, and starts nothing, until `open`, `need` or `processes` is called. */
export function createGpu(ports: Ports, { configDir, save }: GpuOptions): GpuMonitor {
  const closing = new AbortController();
  const store = createGpuStore(configDir);
  const settings = () => ports.settings.load().settings;
  const nested = async (id: string): Promise<string | null> => {
    const { engine } = namesOf(settings().instance);
    const ran = await ports.engine.exec(engine, ['docker', 'inspect', id], closing.signal).catch(() => null);
    return ran?.exitCode === 0 ? ran.stdout : null;
  };
  const monitor = createGpuMonitor({
    smi: createSmi(),
    clock: ports.clock,
    proc: createProc(),
    hardware: nvidiaHardware,
    processes: () => listProcesses('nvidia-smi', closing.signal),
    container: createGpuContainers(() => connect(resolveConnection(settings().engineContext, process.env)), nested),
    async builds() {
      const found = await buildsNow(ports, closing.signal);
      if (!found.ok) return [];
      return found.value.map((build) => ({ ...build, workspace: `${ports.home}/workspace/${build.job}` }));
    },
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
