import { buildName } from '../../shared/build-name.ts';
import type { EnergyBasis, GpuBuild, GpuProcessRow, GpuSample } from '../../shared/gpu.ts';
import { plausibleWatts } from './fields.ts';

/** A build's share of a GPU at one moment. Null: not told. */
export interface BuildShare {
  readonly uuid: string;
  readonly build: GpuBuild;
  /** `train-model #42`. */
  readonly name: string;
  readonly memoryBytes: number | null;
  /** The GPU's memory. */
  readonly memoryLimitBytes: number | null;
  /** Percent: of its processes, or of the GPU if the driver does not tell that. */
  readonly utilization: number | null;
  /** Watts: the build's part of the GPU's power. */
  readonly powerWatts: number | null;
  readonly basis: EnergyBasis;
}

/**
 * The builds on each GPU. A GPU's power is split by the utilisation of its processes where all are known and one works,
 * else in equal parts among those who are on it: memory that is held says nothing about the power that is drawn.
 */
export const buildShares = (gpus: readonly GpuSample[], processes: readonly GpuProcessRow[]): readonly BuildShare[] =>
  gpus.flatMap((gpu) => {
    const here = processes.filter(({ uuid }) => uuid === gpu.uuid);
    return buildsOf(here).map((build) => shareOf(build, gpu, here));
  });

function shareOf(build: GpuBuild, gpu: GpuSample, here: readonly GpuProcessRow[]): BuildShare {
  const name = buildName(build);
  const own = here.filter((row) => row.build !== null && buildName(row.build) === name);
  const utilization = sumOf(own, 'utilization');
  const { share, basis } = partOf(utilization, here);
  const watts = plausibleWatts(gpu.powerWatts, gpu.powerLimitWatts);
  return {
    uuid: gpu.uuid,
    build,
    name,
    memoryBytes: sumOf(own, 'memoryBytes'),
    memoryLimitBytes: gpu.memoryTotalBytes,
    utilization: utilization === null ? gpu.utilizationGpu : Math.min(100, utilization),
    powerWatts: watts === null ? null : watts * share,
    basis,
  };
}

/** A build's part of the GPU's power, from 0 to 1, and how it was found. */
function partOf(
  utilization: number | null,
  here: readonly GpuProcessRow[],
): { readonly share: number; readonly basis: EnergyBasis } {
  const holders = new Set(here.map(holderOf)).size;
  if (holders === 1) return { share: 1, basis: 'whole' };
  const total = sumOf(here, 'utilization');
  if (utilization !== null && total !== null && total > 0) return { share: utilization / total, basis: 'utilisation' };
  return { share: 1 / holders, basis: 'time' };
}

/** A build, or a process of nobody's build. */
const holderOf = ({ build, pid }: GpuProcessRow): string => (build === null ? String(pid) : buildName(build));

/** The processes' sum; null if one of them is unknown. */
function sumOf(processes: readonly GpuProcessRow[], of: 'memoryBytes' | 'utilization'): number | null {
  let sum = 0;
  for (const { [of]: value } of processes) {
    if (value === null || value === undefined) return null;
    sum += value;
  }
  return sum;
}

function buildsOf(processes: readonly GpuProcessRow[]): readonly GpuBuild[] {
  const byName = new Map(
    processes.flatMap(({ build }) => (build === null ? [] : [[buildName(build), build] as const])),
  );
  return [...byName.values()];
}
