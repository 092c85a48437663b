import { GPU_SERIES } from '../../shared/gpu-history.ts';
import { Ring } from './ring.ts';

/** 1 s for 10 minutes and 10 s for 24 hours. 4 series × 9240 × 4 bytes: 148 kB per GPU. */
const FINE = { seconds: 1, size: 600 } as const;
const COARSE = { seconds: 10, size: 8640 } as const;

/** Number of GPUs to keep; the one seen least recently is dropped first. */
export const MAX_GPUS = 16;

/** A GPU as last seen, and its readings over time. */
export interface Track {
  readonly uuid: string;
  index: number;
  name: string;
  memoryTotalBytes: number | null;
  powerLimitWatts: number | null;
  /** When it was last seen, milliseconds since 1970. */
  seen: number;
  readonly fine: Ring;
  readonly coarse: Ring;
}

export const emptyTrack = (uuid: string): Track => ({
  uuid,
  index: 0,
  name: '',
  memoryTotalBytes: null,
  powerLimitWatts: null,
  seen: 0,
  fine: new Ring(FINE.seconds, FINE.size, GPU_SERIES.length),
  coarse: new Ring(COARSE.seconds, COARSE.size, GPU_SERIES.length),
});
