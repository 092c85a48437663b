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

/** `3.1 of 10.0 GiB`; what is missing of it is left out or a dash. */
export function memory(gpu: GpuSample): string {
  const { memoryUsedBytes: used, memoryTotalBytes: total } = gpu;
  if (used === null) return UNKNOWN;
  if (total === null) return formatBytes(used);
  const whole = formatBytes(total);
  const unit = whole.slice(whole.indexOf(' '));
  const scale = 1024 ** ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'].indexOf(unit.trim());
  return strings.gpus.of((used / scale).toFixed(used / scale < 100 ? 1 : 0), whole);
}

export function power(gpu: GpuSample): string {
  if (gpu.powerWatts === null) return UNKNOWN;
  if (gpu.powerLimitWatts === null) return watts(gpu.powerWatts);
  return strings.gpus.of(String(Math.round(gpu.powerWatts)), watts(gpu.powerLimitWatts));
}

/** 0 to 1, or null where it is not known. */
export const memoryShare = (gpu: GpuSample): number | null =>
  gpu.memoryUsedBytes === null || gpu.memoryTotalBytes === null || gpu.memoryTotalBytes === 0
    ? null
    : Math.min(1, gpu.memoryUsedBytes / gpu.memoryTotalBytes);

export interface Reading {
  readonly label: string;
  readonly value: string;
  /** What the label means, where it is short. */
  readonly title?: string;
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
      value: gpu.clockSm === null && gpu.clockMemory === null ? UNKNOWN : `${clocks.join('/')} MHz`,
      title: labels.clocksTitle,
    },
    {
      label: labels.pstate,
      value: gpu.pstate ?? UNKNOWN,
      title: labels.pstateTitle,
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
