import type { GpuBand } from '../../shared/gpu-history.ts';

/** Number of bands to keep; the oldest are dropped first. */
const MAX_BANDS = 500;

type OpenBand = { -readonly [K in keyof GpuBand]: GpuBand[K] };

export interface Bands {
  /** Continues the bands of the builds that hold GPUs at `at`, seconds since 1970, and ends the others. */
  hold(at: number, holders: readonly Pick<GpuBand, 'uuid' | 'build'>[]): void;
  /** In the order in which they began. */
  list(): readonly GpuBand[];
}

/**
 * Which build held which GPU when. `endOf` returns the end of a saved band that was open when the app ended, seconds
 * since 1970.
 */
export function createBands(saved: readonly GpuBand[], endOf: (band: GpuBand) => number): Bands {
  let bands: OpenBand[] = saved.slice(-MAX_BANDS).map((band) => ({ ...band, to: band.to ?? endOf(band) }));
  return {
    hold(at, holders) {
      for (const { uuid, build } of holders) {
        const open = bands.some((band) => band.to === null && band.uuid === uuid && band.build === build);
        if (!open) bands.push({ uuid, build, from: at, to: null });
      }
      for (const band of bands) {
        const held = holders.some(({ uuid, build }) => uuid === band.uuid && build === band.build);
        if (band.to === null && !held) band.to = at;
      }
      bands = bands.slice(-MAX_BANDS);
    },
    list: () => bands.map((band) => ({ ...band })),
  };
}
