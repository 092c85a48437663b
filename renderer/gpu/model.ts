import type { GpuSample } from '../../electron/shared/gpu.ts';
import {
  bySeries,
  GPU_SERIES,
  type GpuBand,
  type GpuHistoryView,
  type GpuSeries,
  type GpuSeriesName,
  type GpuSpan,
  SPANS,
  seriesOf,
} from '../../electron/shared/gpu-history.ts';
import { bridged, bridgeTail, type Value } from './bridge.ts';

/**
 * Maximum number of missing points that are bridged: without a window a reading is taken every 10 s, and a late reading
 * leaves a second empty. A longer run is a pause and stays a gap.
 */
const MAX_BRIDGED: Readonly<Record<GpuSpan, number>> = { '10min': 11, '1h': 1, '24h': 1 };

interface Track extends Omit<GpuSeries, 'values'> {
  readonly values: Record<GpuSeriesName, Value[]>;
  /** Number of readings in the newest point, which is their mean. */
  readings: number;
}

/** The mean of a point's readings after adding one; an unknown reading does not change it. */
function withReading(mean: Value, readings: number, value: number | null): number | null {
  if (value === null || mean == null) return value ?? mean ?? null;
  return (mean * readings + value) / (readings + 1);
}

/** The history behind the charts: fetched, then extended in place with each reading. */
export class GpuModel {
  span: GpuSpan = '10min';
  x: number[] = [];
  bands: readonly GpuBand[] = [];
  /** Incremented if more than the newest points changed. */
  version = 0;
  #tracks = new Map<string, Track>();

  /** Time of the newest point, seconds since 1970; 0 if there is none. */
  get newest(): number {
    return this.x.at(-1) ?? 0;
  }

  set(view: GpuHistoryView): void {
    this.span = view.span;
    this.x = [...view.x];
    this.bands = view.bands;
    this.#tracks = new Map(
      view.gpus.map((gpu) => [
        gpu.uuid,
        {
          ...gpu,
          readings: 1,
          values: bySeries((series) => bridged(gpu.values[series], MAX_BRIDGED[view.span])),
        },
      ]),
    );
    this.version += 1;
  }

  /** Adds a reading taken at `at`, milliseconds since 1970; ignored if older than the newest point. */
  append(at: number, gpus: readonly GpuSample[]): void {
    const { step, seconds } = SPANS[this.span];
    const slot = Math.floor(at / 1000 / step) * step;
    if (this.x.length === 0 || slot < this.newest) return;
    const missing = (slot - this.newest) / step;
    if (missing * step > seconds) return;
    for (let n = 0; n < missing; n += 1) this.#advance(step);
    for (const gpu of gpus) {
      const track = this.#tracks.get(gpu.uuid) ?? this.#begin(gpu);
      const last = this.x.length - 1;
      const read = seriesOf(gpu);
      const readings = track.values.utilization[last] == null && track.values.memory[last] == null ? 0 : track.readings;
      for (const name of GPU_SERIES) {
        const values = track.values[name];
        values[last] = withReading(values[last], readings, read[name]);
        bridgeTail(values, MAX_BRIDGED[this.span]);
      }
      track.readings = readings + 1;
    }
  }

  /** The values of one GPU, parallel to `x`; null for an unknown GPU. */
  values(uuid: string, series: GpuSeriesName): readonly Value[] | null {
    return this.#tracks.get(uuid)?.values[series] ?? null;
  }

  /** The GPU's own limits for the top of the charts; null if unknown. */
  limits(uuid: string): { readonly memory: number | null; readonly power: number | null } {
    const track = this.#tracks.get(uuid);
    return { memory: track?.memoryTotalBytes ?? null, power: track?.powerLimitWatts ?? null };
  }

  #advance(step: number): void {
    this.x.push(this.newest + step);
    this.x.shift();
    for (const track of this.#tracks.values()) {
      track.readings = 0;
      for (const name of GPU_SERIES) {
        track.values[name].push(null);
        track.values[name].shift();
      }
    }
  }

  #begin(gpu: GpuSample): Track {
    const { uuid, index, name, memoryTotalBytes, powerLimitWatts } = gpu;
    const values = bySeries((): Value[] => this.x.map(() => null));
    const track = { uuid, index, name, memoryTotalBytes, powerLimitWatts, values, readings: 0 };
    this.#tracks.set(uuid, track);
    this.version += 1;
    return track;
  }
}
