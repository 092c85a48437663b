import { MIB } from '../../shared/format.ts';
import type { GpuSample } from '../../shared/gpu.ts';
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
} from '../../shared/gpu-history.ts';
import { restore, serialise } from './history-file.ts';
import { emptyTrack, MAX_GPUS, type Track } from './track.ts';

export interface GpuHistory {
  /**
   * Adds a reading taken at `at`, milliseconds since 1970. If it comes at most `every` ms after the last one, the slots
   * in between are filled: readings every 10 s leave no gaps in a chart of seconds.
   */
  add(at: number, gpus: readonly GpuSample[], every?: number): void;
  /** The chart data of a span that ends at `now`, milliseconds since 1970. */
  view(span: GpuSpan, now: number, bands: readonly GpuBand[]): GpuHistoryView;
  serialise(): Uint8Array;
  /** Bytes of all rings. */
  bytes(): number;
}

/** A ring stores each value divided by this: memory in MiB fits the 24 bits of a float exactly. */
const SCALE: Readonly<Record<GpuSeriesName, number>> = { utilization: 1, memory: MIB, temperature: 1, power: 1 };

/** Readings over time by UUID, starting from the result of an earlier `serialise`; damaged bytes read as empty. */
export function createHistory(saved: Uint8Array | null = null): GpuHistory {
  const tracks = saved === null ? new Map<string, Track>() : restore(saved);
  return {
    add(at, gpus, every = 0) {
      for (const gpu of gpus) addSample(trackOf(tracks, gpu), gpu, at, every);
    },
    view(span, now, bands) {
      const { seconds, step } = SPANS[span];
      const points = seconds / step;
      const newest = Math.floor(now / 1000 / step);
      const slots = Array.from({ length: points }, (_, n) => newest - points + 1 + n);
      const from = (slots[0] ?? 0) * step;
      return {
        span,
        x: slots.map((slot) => slot * step),
        gpus: [...tracks.values()].sort((a, b) => a.index - b.index).map((track) => seriesAt(track, span, slots)),
        bands: bands.filter((band) => band.to === null || band.to >= from),
      };
    },
    serialise: () => serialise([...tracks.values()]),
    bytes: () =>
      [...tracks.values()].reduce((sum, one) => sum + one.fine.values.byteLength + one.coarse.values.byteLength, 0),
  };
}

/** The GPU's track, updated; a new one may replace the oldest. */
function trackOf(tracks: Map<string, Track>, gpu: GpuSample): Track {
  let found = tracks.get(gpu.uuid);
  if (found === undefined) {
    const oldest = [...tracks.values()].sort((a, b) => a.seen - b.seen)[0];
    if (tracks.size >= MAX_GPUS && oldest !== undefined) tracks.delete(oldest.uuid);
    found = emptyTrack(gpu.uuid);
    tracks.set(gpu.uuid, found);
  }
  found.index = gpu.index;
  found.name = gpu.name;
  found.memoryTotalBytes = gpu.memoryTotalBytes;
  found.powerLimitWatts = gpu.powerLimitWatts;
  return found;
}

function addSample(track: Track, gpu: GpuSample, at: number, every: number): void {
  const values = seriesOf(gpu);
  const reading = GPU_SERIES.map((name) => (values[name] ?? Number.NaN) / SCALE[name]);
  const since = at - track.seen <= every ? track.seen : null;
  track.fine.add(at, reading, since);
  track.coarse.add(at, reading, since);
  track.seen = at;
}

function seriesAt(track: Track, span: GpuSpan, slots: readonly number[]): GpuSeries {
  const { uuid, index, name, memoryTotalBytes, powerLimitWatts, fine, coarse } = track;
  const ring = SPANS[span].step === fine.seconds ? fine : coarse;
  const values = bySeries((series) =>
    slots.map((slot) => {
      const value = ring.at(slot, GPU_SERIES.indexOf(series));
      return value === null ? null : value * SCALE[series];
    }),
  );
  return { uuid, index, name, memoryTotalBytes, powerLimitWatts, values };
}
