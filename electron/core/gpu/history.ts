import {
  GPU_SERIES,
  type GpuBand,
  type GpuHistoryView,
  type GpuSample,
  type GpuSeries,
  type GpuSpan,
} from '../../shared/gpu.ts';

/** 1 s for 10 minutes and 10 s for 24 hours. 4 series × 9240 × 4 bytes: 148 kB a GPU. */
const FINE = { seconds: 1, size: 600 } as const;
const COARSE = { seconds: 10, size: 8640 } as const;
/** GPUs that are remembered at once; the one unseen for longest goes first. */
const MOST_GPUS = 16;
const MIB = 1024 * 1024;
const NAMES = GPU_SERIES;

/** One measure over time: slot `floor(t / seconds) % size` holds the mean of its readings; NaN is a gap. */
class Ring {
  readonly seconds: number;
  readonly size: number;
  readonly values: Float32Array;
  head = -1;
  private sums = new Float64Array(NAMES.length);
  private counts = new Uint32Array(NAMES.length);

  constructor(seconds: number, size: number) {
    this.seconds = seconds;
    this.size = size;
    this.values = new Float32Array(size * NAMES.length).fill(Number.NaN);
  }

  /** `since`: the reading before this one, where it still held up to now; the slots in between then get its values. */
  add(at: number, reading: readonly number[], since: number | null = null): void {
    const slot = Math.floor(at / 1000 / this.seconds);
    // A clock set back by less than the ring's length: those readings are dropped; by more, the ring begins anew.
    if (slot < this.head && this.head - slot < this.size) return;
    const before = this.head;
    if (slot !== this.head) this.advance(slot);
    if (since !== null && before === Math.floor(since / 1000 / this.seconds)) this.hold(before, slot);
    reading.forEach((value, series) => {
      if (Number.isNaN(value)) return;
      const sum = (this.sums[series] ?? 0) + value;
      const count = (this.counts[series] ?? 0) + 1;
      this.sums[series] = sum;
      this.counts[series] = count;
      this.values[series * this.size + (slot % this.size)] = sum / count;
    });
  }

  private hold(from: number, to: number): void {
    for (let slot = from + 1; slot < to; slot += 1) {
      for (let at = 0; at < this.values.length; at += this.size) {
        this.values[at + (slot % this.size)] = this.values[at + (from % this.size)] ?? Number.NaN;
      }
    }
  }

  private advance(slot: number): void {
    const jump = this.head < 0 || slot < this.head ? this.size : Math.min(this.size, slot - this.head);
    for (let n = 0; n < jump; n += 1) {
      for (let series = 0; series < NAMES.length; series += 1) {
        this.values[series * this.size + ((slot - n) % this.size)] = Number.NaN;
      }
    }
    this.head = slot;
    this.sums.fill(0);
    this.counts.fill(0);
  }

  /** The slot's value in the series; null where there is none. */
  at(slot: number, series: number): number | null {
    if (this.head < 0 || slot > this.head || slot <= this.head - this.size || slot < 0) return null;
    const value = this.values[series * this.size + (slot % this.size)];
    return value === undefined || Number.isNaN(value) ? null : value;
  }
}

interface Track {
  uuid: string;
  index: number;
  name: string;
  memoryTotalBytes: number | null;
  powerLimitWatts: number | null;
  seen: number;
  fine: Ring;
  coarse: Ring;
}

export interface GpuHistory {
  /**
   * Keeps a reading taken at `at`, milliseconds since 1970. One that comes at most `every` ms after the last leaves no
   * gap: readings each 10 s are no gaps in a chart of seconds.
   */
  add(at: number, gpus: readonly GpuSample[], every?: number): void;
  view(span: GpuSpan, now: number, bands: readonly GpuBand[]): GpuHistoryView;
  serialise(): Uint8Array;
  /** Bytes of all rings. */
  bytes(): number;
}

const MAGIC = 'jenkins-tray-gpu-1';

/** Rings of readings, keyed by UUID, optionally from what an earlier `serialise` gave; damaged bytes start an empty one. */
export function createHistory(saved: Uint8Array | null = null): GpuHistory {
  const tracks = saved === null ? new Map<string, Track>() : restore(saved);

  const track = (gpu: GpuSample): Track => {
    let found = tracks.get(gpu.uuid);
    if (found === undefined) {
      if (tracks.size >= MOST_GPUS) {
        const oldest = [...tracks.values()].sort((a, b) => a.seen - b.seen)[0];
        if (oldest !== undefined) tracks.delete(oldest.uuid);
      }
      found = empty(gpu.uuid);
      tracks.set(gpu.uuid, found);
    }
    found.index = gpu.index;
    found.name = gpu.name;
    found.memoryTotalBytes = gpu.memoryTotalBytes;
    found.powerLimitWatts = gpu.powerLimitWatts;
    return found;
  };

  return {
    add(at, gpus, every = 0) {
      for (const gpu of gpus) {
        const reading = [
          gpu.utilizationGpu ?? Number.NaN,
          // In MiB a float's 24 bits are exact.
          gpu.memoryUsedBytes === null ? Number.NaN : gpu.memoryUsedBytes / MIB,
          gpu.temperature ?? Number.NaN,
          gpu.powerWatts ?? Number.NaN,
        ];
        const kept = track(gpu);
        const since = kept.seen < at && at - kept.seen <= every ? kept.seen : null;
        kept.fine.add(at, reading, since);
        kept.coarse.add(at, reading, since);
        kept.seen = at;
      }
    },
    view(span, now, bands) {
      const { seconds } = span === '10min' ? FINE : COARSE;
      const points = { '10min': 600, '1h': 360, '24h': 8640 }[span];
      const newest = Math.floor(now / 1000 / seconds);
      const slots = Array.from({ length: points }, (_, n) => newest - points + 1 + n);
      const from = (slots[0] ?? 0) * seconds;
      const series = [...tracks.values()]
        .sort((a, b) => a.index - b.index)
        .map((one): GpuSeries => {
          const ring = span === '10min' ? one.fine : one.coarse;
          const of = (at: number, scale = 1) =>
            slots.map((slot) => {
              const value = ring.at(slot, at);
              return value === null ? null : value * scale;
            });
          return {
            uuid: one.uuid,
            index: one.index,
            name: one.name,
            memoryTotalBytes: one.memoryTotalBytes,
            powerLimitWatts: one.powerLimitWatts,
            values: { utilization: of(0), memory: of(1, MIB), temperature: of(2), power: of(3) },
          };
        });
      return {
        span,
        x: slots.map((slot) => slot * seconds),
        gpus: series,
        bands: bands.filter((band) => band.to === null || band.to >= from),
      };
    },
    serialise: () => serialise([...tracks.values()]),
    bytes: () =>
      [...tracks.values()].reduce((sum, one) => sum + one.fine.values.byteLength + one.coarse.values.byteLength, 0),
  };
}

const empty = (uuid: string): Track => ({
  uuid,
  index: 0,
  name: '',
  memoryTotalBytes: null,
  powerLimitWatts: null,
  seen: 0,
  fine: new Ring(FINE.seconds, FINE.size),
  coarse: new Ring(COARSE.seconds, COARSE.size),
});

/** A line of JSON, then the rings' bytes one after another. */
function serialise(tracks: readonly Track[]): Uint8Array {
  const head = tracks.map(({ fine, coarse, ...rest }) => ({ ...rest, fineHead: fine.head, coarseHead: coarse.head }));
  const text = new TextEncoder().encode(`${MAGIC}${JSON.stringify(head)}\n`);
  const rings = tracks.flatMap(({ fine, coarse }) => [fine.values, coarse.values]);
  const bytes = new Uint8Array(text.length + rings.reduce((sum, ring) => sum + ring.byteLength, 0));
  bytes.set(text);
  let at = text.length;
  for (const ring of rings) {
    bytes.set(new Uint8Array(ring.buffer), at);
    at += ring.byteLength;
  }
  return bytes;
}

function restore(bytes: Uint8Array): Map<string, Track> {
  const tracks = new Map<string, Track>();
  const end = bytes.indexOf(10);
  const text = new TextDecoder().decode(bytes.subarray(0, Math.max(0, end)));
  if (!text.startsWith(MAGIC)) return tracks;
  try {
    const head: unknown = JSON.parse(text.slice(MAGIC.length));
    let at = end + 1;
    for (const one of Array.isArray(head) ? head.slice(0, MOST_GPUS) : []) {
      const track = {
        ...empty(String(one.uuid)),
        index: Number(one.index),
        name: String(one.name),
        seen: Number(one.seen),
      };
      track.memoryTotalBytes = typeof one.memoryTotalBytes === 'number' ? one.memoryTotalBytes : null;
      track.powerLimitWatts = typeof one.powerLimitWatts === 'number' ? one.powerLimitWatts : null;
      for (const [ring, newest] of [
        [track.fine, one.fineHead],
        [track.coarse, one.coarseHead],
      ] as const) {
        const part = bytes.slice(at, at + ring.values.byteLength);
        if (part.byteLength !== ring.values.byteLength || !Number.isSafeInteger(newest)) return tracks;
        ring.values.set(new Float32Array(part.buffer));
        ring.head = newest;
        at += part.byteLength;
      }
      tracks.set(track.uuid, track);
    }
  } catch {
    // A torn file is worth no more than an empty one.
    return new Map();
  }
  return tracks;
}
