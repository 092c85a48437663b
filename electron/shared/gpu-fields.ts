import {
  formatBytes,
  formatBytesOf,
  formatCelsius,
  formatPercent,
  formatWatts,
  GIB,
  orDash,
  partOf,
} from './format.ts';
import type { GpuSample } from './gpu.ts';
import { throttleWords } from './gpu-throttle.ts';

/**
 * Something that is shown of a GPU: in its card in the window and, where there is room for it, in the command line's
 * table and in the GPU's line of the tray.
 */
export interface GpuField {
  /** Its name in the card. */
  readonly label: string;
  /** What the label means, where it is short. */
  readonly title?: string;
  /** Its value in the card, with its unit; null where the GPU or its driver does not say. */
  card(gpu: GpuSample): string | null;
  /** Its column in the command line's table; `width` in characters, with the gap behind it. */
  readonly column?: { readonly head: string; readonly width: number; cell(gpu: GpuSample): string };
  /** Its part of the tray's line. Coarse: each new text publishes the menu again. */
  tray?(gpu: GpuSample): string;
}

/** `GeForce RTX 3080`: the maker is always the same. */
export const gpuName = ({ name }: Pick<GpuSample, 'name'>): string => name.replace(/^NVIDIA /, '');

/** `RTX 3080`, for the tray. */
export const shortGpuName = (gpu: Pick<GpuSample, 'name'>): string => gpu.name.replace(/^NVIDIA (GeForce )?/, '');

/** Percent: the tray shows the load in steps of this. */
const TRAY_LOAD_STEP = 5;

/** A load for the tray, rounded so that small changes do not publish the menu again. */
export const formatTrayLoad = (percent: number): string => `${Math.round(percent / TRAY_LOAD_STEP) * TRAY_LOAD_STEP} %`;

const known = (value: number | null, show: (known: number) => string): string | null =>
  value === null ? null : show(value);
const whole = (value: number): string => value.toFixed(0);

/** Everything that is shown of a GPU beside its name and its charts, in the order in which it is shown everywhere. */
export const gpuFields = {
  utilisation: {
    label: 'Utilisation',
    card: (gpu) => known(gpu.utilizationGpu, formatPercent),
    column: { head: 'Load', width: 7, cell: (gpu) => orDash(gpu.utilizationGpu, formatPercent) },
    tray: (gpu) => orDash(gpu.utilizationGpu, formatTrayLoad),
  },
  memory: {
    label: 'Memory',
    card({ memoryUsedBytes: used, memoryTotalBytes: total }) {
      if (used === null) return null;
      return total === null ? formatBytes(used) : formatBytesOf(used, total);
    },
    column: {
      head: 'Memory',
      width: 22,
      cell: (gpu) => `${orDash(gpu.memoryUsedBytes, formatBytes)} / ${orDash(gpu.memoryTotalBytes, formatBytes)}`,
    },
    tray: (gpu) =>
      `${orDash(gpu.memoryUsedBytes, (bytes) => (bytes / GIB).toFixed(1))} / ${orDash(gpu.memoryTotalBytes, (bytes) => whole(bytes / GIB))} GiB`,
  },
  memoryTraffic: { label: 'Memory traffic', card: (gpu) => known(gpu.utilizationMemory, formatPercent) },
  temperature: {
    label: 'Temperature',
    card: (gpu) => known(gpu.temperature, formatCelsius),
    column: { head: '°C', width: 5, cell: (gpu) => orDash(gpu.temperature) },
  },
  power: {
    label: 'Power',
    card({ powerWatts: watts, powerLimitWatts: limit }) {
      if (watts === null) return null;
      return limit === null ? formatWatts(watts) : partOf(String(Math.round(watts)), formatWatts(limit));
    },
    column: {
      head: 'Power',
      width: 11,
      cell: (gpu) => `${orDash(gpu.powerWatts, whole)}/${orDash(gpu.powerLimitWatts, whole)} W`,
    },
  },
  fan: { label: 'Fan', card: (gpu) => known(gpu.fan, formatPercent) },
  clocks: {
    label: 'Clocks',
    title: 'Of the cores and of the memory',
    card({ clockSm, clockMemory }) {
      if (clockSm === null && clockMemory === null) return null;
      return `${clockSm ?? '–'}/${clockMemory ?? '–'} MHz`;
    },
  },
  pstate: {
    label: 'P-state',
    title: 'Performance state: P0 is the fastest',
    card: (gpu) => gpu.pstate,
    column: {
      head: 'State',
      width: 7,
      cell: (gpu) => (gpu.lost ? 'lost' : [gpu.pstate ?? '-', ...(gpu.mig ? ['MIG'] : [])].join(' ')),
    },
  },
  heldBack: { label: 'Held back by', card: ({ throttle }) => (throttle === null ? null : throttleWords(throttle)) },
} satisfies Readonly<Record<string, GpuField>>;

/** The same as a list. */
export const GPU_FIELDS: readonly GpuField[] = Object.values(gpuFields);
