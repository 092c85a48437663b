import type { GpuSample } from './gpu.ts';

/** The time spans that charts can show. */
export const GPU_SPANS = ['10min', '1h', '24h'] as const;
export type GpuSpan = (typeof GPU_SPANS)[number];

/** Length of each span and the distance between its points, both in seconds. */
export const SPANS: Readonly<Record<GpuSpan, { readonly seconds: number; readonly step: number }>> = {
  '10min': { seconds: 600, step: 1 },
  '1h': { seconds: 3600, step: 10 },
  '24h': { seconds: 86_400, step: 10 },
};

/** The readings that are recorded over time. */
export const GPU_SERIES = ['utilization', 'memory', 'temperature', 'power'] as const;
export type GpuSeriesName = (typeof GPU_SERIES)[number];

/** A value for each series. */
export const bySeries = <T>(valueFor: (series: GpuSeriesName) => T): Record<GpuSeriesName, T> => ({
  utilization: valueFor('utilization'),
  memory: valueFor('memory'),
  temperature: valueFor('temperature'),
  power: valueFor('power'),
});

/** A sample's value in each series: percent, bytes, °C, watts. */
export const seriesOf = (gpu: GpuSample): Readonly<Record<GpuSeriesName, number | null>> => ({
  utilization: gpu.utilizationGpu,
  memory: gpu.memoryUsedBytes,
  temperature: gpu.temperature,
  power: gpu.powerWatts,
});

/** In uPlot's format: one value per `x`; null is a gap. Percent, bytes, °C, watts. */
export interface GpuSeries {
  readonly uuid: string;
  readonly index: number;
  readonly name: string;
  readonly memoryTotalBytes: number | null;
  readonly powerLimitWatts: number | null;
  readonly values: Readonly<Record<GpuSeriesName, readonly (number | null)[]>>;
}

/** A build that used a GPU, drawn as a band under its charts. Seconds since 1970. */
export interface GpuBand {
  readonly uuid: string;
  /** `train-model #42`. */
  readonly build: string;
  readonly from: number;
  /** Null while it runs. */
  readonly to: number | null;
}

/** The history of all GPUs over a span. */
export interface GpuHistoryView {
  readonly span: GpuSpan;
  /** Seconds since 1970, ascending, shared by all series. */
  readonly x: readonly number[];
  readonly gpus: readonly GpuSeries[];
  readonly bands: readonly GpuBand[];
}
