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
import type { GpuSample, PcieLink } from './gpu.ts';
import { isOrdinary, throttleWords } from './gpu-throttle.ts';

/** A value shown for a GPU: in its card and, if it has a column or tray text, in the CLI table and the tray line. */
export interface GpuField {
  /** Label in the card. */
  readonly label: string;
  /** Tooltip that explains a short label. */
  readonly title?: string;
  /** Value in the card, with its unit; null if the GPU or its driver does not report it. */
  card(gpu: GpuSample): string | null;
  /** Whether somebody should look at it; a power limit, for instance, is everyday work. */
  warns?(gpu: GpuSample): boolean;
  /** Column in the CLI table; `width` in characters, including the gap after it. */
  readonly column?: { readonly head: string; readonly width: number; cell(gpu: GpuSample): string };
  /** Part of the tray line. Coarse, because each new text republishes the menu. */
  tray?(gpu: GpuSample): string;
}

/** `GeForce RTX 3080`: the maker is always the same. */
export const gpuName = ({ name }: Pick<GpuSample, 'name'>): string => name.replace(/^NVIDIA /, '');

/** `RTX 3080`, for the tray. */
export const shortGpuName = (gpu: Pick<GpuSample, 'name'>): string => gpu.name.replace(/^NVIDIA (GeForce )?/, '');

/** The tray rounds the load to multiples of this. */
const TRAY_LOAD_STEP_PERCENT = 5;

/** A load for the tray, rounded so that small changes do not republish the menu. */
export const formatTrayLoad = (percent: number): string =>
  `${Math.round(percent / TRAY_LOAD_STEP_PERCENT) * TRAY_LOAD_STEP_PERCENT} %`;

const orNull = <T>(value: T | null, show: (known: T) => string): string | null => (value === null ? null : show(value));
/** `gen 1/4, ×16`: the maximum only where it is not reached. */
const pcieWords = ({ generation, maxGeneration, width, maxWidth }: PcieLink): string => {
  const part = (now: number, max: number): string => (now < max ? `${now}/${max}` : String(now));
  return `gen ${part(generation, maxGeneration)}, ×${part(width, maxWidth)}`;
};
const whole = (value: number): string => value.toFixed(0);

/** All values shown for a GPU besides its name and charts, in display order. */
export const gpuFields = {
  utilisation: {
    label: 'Utilisation',
    card: (gpu) => orNull(gpu.utilizationGpu, formatPercent),
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
  memoryTraffic: { label: 'Memory traffic', card: (gpu) => orNull(gpu.utilizationMemory, formatPercent) },
  temperature: {
    label: 'Temperature',
    card: (gpu) => orNull(gpu.temperature, formatCelsius),
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
  fan: { label: 'Fan', card: (gpu) => orNull(gpu.fan, formatPercent) },
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
  heldBack: {
    label: 'Held back by',
    card: ({ throttle }) => (throttle === null ? null : throttleWords(throttle)),
    warns: ({ throttle }) => !isOrdinary(throttle ?? []),
  },
} satisfies Readonly<Record<string, GpuField>>;

/** `gpuFields` as a list. */
export const GPU_FIELDS: readonly GpuField[] = Object.values(gpuFields);

/** Shown below them where it is reported, since most cards lack some of it. */
export const GPU_DETAILS: readonly GpuField[] = Object.values({
  memoryTemperature: {
    label: 'Memory temperature',
    card: (gpu) => orNull(gpu.temperatureMemory, formatCelsius),
  },
  pcie: {
    label: 'PCIe',
    title: 'Generation and lanes, now and at most; the generation falls while the GPU is idle',
    card: ({ pcie }) => orNull(pcie, pcieWords),
  },
  codecs: {
    label: 'Encoder, decoder',
    card({ utilizationEncoder: encoder, utilizationDecoder: decoder }) {
      if (encoder === null && decoder === null) return null;
      return `${orDash(encoder, formatPercent)}, ${orDash(decoder, formatPercent)}`;
    },
  },
  ecc: {
    label: 'Memory errors',
    title: 'Since the driver was loaded, corrected by ECC and not',
    card({ eccCorrected: corrected, eccUncorrected: uncorrected }) {
      if (corrected === null && uncorrected === null) return null;
      return `${orDash(corrected)} corrected, ${orDash(uncorrected)} not`;
    },
    warns: ({ eccUncorrected }) => (eccUncorrected ?? 0) > 0,
  },
} satisfies Readonly<Record<string, GpuField>>);
