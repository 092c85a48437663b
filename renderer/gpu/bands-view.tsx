import type { GpuBand } from '../../electron/shared/gpu-history.ts';
import { strings } from '../strings.ts';
import { layOutBands } from './bands.ts';
import { clockTime } from './clock.ts';
import { memo } from './memo.ts';

interface BandsProps {
  readonly bands: readonly GpuBand[];
  readonly uuid: string;
  /** Seconds since 1970 of both ends of the charts above. */
  readonly from: number;
  readonly to: number;
}

/** The builds that used this GPU, below its charts and on the same time axis. */
export const Bands = memo(function Bands({ bands, uuid, from, to }: BandsProps) {
  const laid = layOutBands(bands, uuid, from, to);
  const lanes = Math.max(0, ...laid.map(({ lane }) => lane + 1));
  if (lanes === 0) return null;
  return (
    <div class="gpu-strip gpu-strip-bands">
      <div class="gpu-strip-head">
        <span class="gpu-strip-label">{strings.gpus.builds}</span>
      </div>
      <ul class="gpu-bands" aria-label={strings.gpus.bandsLabel} style={{ '--lanes': lanes }}>
        {laid.map((band) => (
          <li
            key={`${band.build} ${band.from}`}
            class={`gpu-band gpu-band-${band.colour}`}
            style={{ left: `${band.left * 100}%`, width: `${band.width * 100}%`, '--lane': band.lane }}
            title={strings.gpus.band(band.build, clockTime(band.from), band.to === null ? null : clockTime(band.to))}
          >
            {band.build}
          </li>
        ))}
      </ul>
    </div>
  );
});
