import { buildName } from '../../shared/build-name.ts';
import type { GpuProcessRow, GpuSample, GpuState } from '../../shared/gpu.ts';
import { formatTrayLoad, GPU_FIELDS, shortGpuName } from '../../shared/gpu-fields.ts';
import { isRecent } from '../../shared/recent.ts';
import { action, show } from './menu-items.ts';
import type { TrayItem } from './tray-model.ts';

/** How often the tray shows new readings; the window gets one per second. */
const TRAY_INTERVAL_MS = 10_000;

/** The GPU state that the tray shows: updates another kind of state at once, readings every 10 s. */
export interface ThrottledGpu {
  readonly at: number;
  readonly state: GpuState;
}

export function throttledGpu(shown: ThrottledGpu, state: GpuState, now: number): ThrottledGpu {
  const same = shown.state.kind === state.kind;
  return same && isRecent(shown.at, now, TRAY_INTERVAL_MS) ? shown : { at: now, state };
}

/** How long the tray lets go of the GPUs: enough for a reset or a MIG change. */
const RELEASE_MINUTES = 10;
const LET_GO = action(`Let go of the GPUs for ${RELEASE_MINUTES} minutes`, {
  kind: 'release-gpus',
  minutes: RELEASE_MINUTES,
});

/** One line per GPU: `GPU 0   RTX 3080   35 %   4.1 / 10 GiB   train-model #42`. */
export function gpuItems(state: GpuState, processes: readonly GpuProcessRow[]): readonly TrayItem[] {
  const line = (label: string): TrayItem => show(label, 'gpus');
  switch (state.kind) {
    case 'ok':
      return [...state.gpus.map((gpu) => line(gpuLine(gpu, processes))), LET_GO];
    case 'asleep':
      return [line('GPUs are asleep')];
    case 'stale':
      return [line('GPUs: nvidia-smi does not respond')];
    case 'released':
      return [line('GPUs are let go'), action('Read the GPUs again', { kind: 'release-gpus', minutes: 0 })];
    case 'failed':
      return [line(`GPUs: ${state.failure.title}`)];
    default:
      return [];
  }
}

/** The mean load of all GPUs for the tooltip; empty if unknown. */
export function gpuSummary(state: GpuState): readonly string[] {
  if (state.kind !== 'ok') return [];
  const loads = state.gpus.map(({ utilizationGpu }) => utilizationGpu).filter((load) => load !== null);
  if (loads.length === 0) return [];
  return [`GPU ${formatTrayLoad(loads.reduce((sum, load) => sum + load, 0) / loads.length)}`];
}

function gpuLine(gpu: GpuSample, processes: readonly GpuProcessRow[]): string {
  const name = shortGpuName(gpu);
  if (gpu.lost) return `GPU ${gpu.index}   ${name}   lost`;
  const readings = GPU_FIELDS.flatMap(({ tray }) => tray?.(gpu) ?? []);
  const builds = new Set(
    processes.flatMap(({ uuid, build }) => (uuid === gpu.uuid && build !== null ? [buildName(build)] : [])),
  );
  return [`GPU ${gpu.index}`, name, ...readings, [...builds].join(', ')].join('   ').trimEnd();
}
