import { buildName } from '../../shared/build-name.ts';
import type { GpuBuild, GpuProcessRow, GpuSample } from '../../shared/gpu.ts';

/** A build's share of a GPU at one moment. */
export interface BuildShare {
  readonly uuid: string;
  readonly build: GpuBuild;
  /** `train-model #42`. */
  readonly name: string;
  readonly memoryBytes: number;
  /** Watts: the build's part of the GPU's power. */
  readonly powerWatts: number;
}

/** The builds on each GPU. A GPU's power is split by memory; by the number of processes if no memory is known. */
export const buildShares = (gpus: readonly GpuSample[], processes: readonly GpuProcessRow[]): readonly BuildShare[] =>
  gpus.flatMap((gpu) => {
    const here = processes.filter(({ uuid }) => uuid === gpu.uuid);
    const used = memoryOf(here);
    return buildsOf(here).map((build) => {
      const own = here.filter((row) => row.build?.job === build.job && row.build.number === build.number);
      const memoryBytes = memoryOf(own);
      const share = used > 0 ? memoryBytes / used : own.length / here.length;
      return { uuid: gpu.uuid, build, name: buildName(build), memoryBytes, powerWatts: (gpu.powerWatts ?? 0) * share };
    });
  });

const memoryOf = (processes: readonly GpuProcessRow[]): number =>
  processes.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);

function buildsOf(processes: readonly GpuProcessRow[]): readonly GpuBuild[] {
  const byName = new Map(
    processes.flatMap(({ build }) => (build === null ? [] : [[buildName(build), build] as const])),
  );
  return [...byName.values()];
}
