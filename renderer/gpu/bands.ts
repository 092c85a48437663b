import type { GpuBand } from '../../electron/shared/gpu-history.ts';

/** A build's band as drawn: position as a fraction of the shown time, and its row. */
export interface DrawnBand {
  readonly build: string;
  /** 0 is the left end, 1 the right one. */
  readonly left: number;
  readonly width: number;
  readonly lane: number;
  /** Index of its colour, the same on every card. */
  readonly colour: number;
  readonly from: number;
  readonly to: number | null;
}

const BAND_COLOURS = 6;
/** Maximum number of rows; further concurrent builds share the last one. */
export const MAX_LANES = 4;
/** Maximum number of bands per card, the newest: a day of short builds has thousands. */
const MAX_BANDS = 200;

/** Lays out the bands of one GPU between two times (seconds since 1970), each in the first free row. */
export function layOutBands(bands: readonly GpuBand[], uuid: string, from: number, to: number): readonly DrawnBand[] {
  if (to <= from) return [];
  const mine = bands
    .filter((band) => band.uuid === uuid && band.from < to && (band.to ?? to) > from)
    .sort((a, b) => a.from - b.from)
    .slice(-MAX_BANDS);
  const free: number[] = [];
  return mine.map((band) => {
    const begin = Math.max(band.from, from);
    const end = Math.min(band.to ?? to, to);
    const found = free.findIndex((until) => until <= band.from);
    const lane = found >= 0 ? found : Math.min(free.length, MAX_LANES - 1);
    free[lane] = Math.max(free[lane] ?? 0, end);
    return {
      build: band.build,
      left: (begin - from) / (to - from),
      width: (end - begin) / (to - from),
      lane,
      colour: colourOfBuild(band.build),
      from: band.from,
      to: band.to,
    };
  });
}

/** Consecutive builds (`#41`, `#42`) get different colours. */
export function colourOfBuild(build: string): number {
  let hash = 0;
  for (const letter of build.replace(/#\d+$/, '')) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (hash + Number(/#(\d+)$/.exec(build)?.[1] ?? 0)) % BAND_COLOURS;
}
