import { formatBytes } from '../../electron/shared/format.ts';
import type { GpuSample } from '../../electron/shared/gpu.ts';
import { strings } from '../strings.ts';

/** What stands for something that the card or its driver does not say: a zero would be a lie. */
export const UNKNOWN = '–';

const known = (value: number | null, show: (value: number) => string): string =>
  value === null ? UNKNOWN : show(value);
const percent = (value: number): string => `${Math.round(value)} %`;
const watts = (value: number): string => `${Math.round(value)} W`;

export const utilisation = (gpu: GpuSample): string => known(gpu.utilizationGpu, percent);
export const temperature = (gpu: GpuSample): string => known(gpu.temperature, (value) => `${value} °C`);

/** `3.1 GiB of 10.0 GiB`; what is missing of it is left out or a dash. */
export function memory(gpu: GpuSample): string {
  if (gpu.memoryUsedBytes === null) return UNKNOWN;
  const used = formatBytes(gpu.memoryUsedBytes);
  return gpu.memoryTotalBytes === null ? used : strings.gpus.of(used, formatBytes(gpu.memoryTotalBytes));
}

export function power(gpu: GpuSample): string {
  if (gpu.powerWatts === null) return UNKNOWN;
  const drawn = watts(gpu.powerWatts);
  return gpu.powerLimitWatts === null ? drawn : strings.gpus.of(drawn, watts(gpu.powerLimitWatts));
}

/** 0 to 1, or null where it is not known. */
export const memoryShare = (gpu: GpuSample): number | null =>
  gpu.memoryUsedBytes === null || gpu.memoryTotalBytes === null || gpu.memoryTotalBytes === 0
    ? null
    : Math.min(1, gpu.memoryUsedBytes / gpu.memoryTotalBytes);

export interface Reading {
  readonly label: string;
  readonly value: string;
}

/** Everything that is told of a card beside what its charts and its title say. */
export function readingsOf(gpu: GpuSample): readonly Reading[] {
  const { labels } = strings.gpus;
  const clocks = [gpu.clockSm, gpu.clockMemory].map((value) => known(value, String));
  return [
    { label: labels.utilisation, value: utilisation(gpu) },
    { label: labels.memory, value: memory(gpu) },
    { label: labels.memoryTraffic, value: known(gpu.utilizationMemory, percent) },
    { label: labels.temperature, value: temperature(gpu) },
    { label: labels.power, value: power(gpu) },
    { label: labels.fan, value: known(gpu.fan, percent) },
    {
      label: labels.clocks,
      value: gpu.clockSm === null && gpu.clockMemory === null ? UNKNOWN : `${clocks.join(' / ')} MHz`,
    },
    {
      label: labels.pstate,
      value: gpu.pstate === null ? UNKNOWN : gpu.pstate === 'P0' ? strings.gpus.fastest(gpu.pstate) : gpu.pstate,
    },
    { label: labels.heldBack, value: heldBack(gpu.throttle) },
  ];
}

const plain: Readonly<Record<string, string>> = strings.gpus.throttle;

/** Why the clocks are held down, in plain words. */
export function heldBack(reasons: readonly string[] | null): string {
  if (reasons === null) return UNKNOWN;
  if (reasons.length === 0) return strings.gpus.notHeldBack;
  const words = reasons.map((reason) => plain[reason] ?? reason);
  return [...new Set(words)].join(', ');
}
