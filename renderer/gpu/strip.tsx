import { useEffect, useRef } from 'preact/hooks';
import type { GpuSeriesName, GpuSpan } from '../../electron/shared/gpu-history.ts';
import { strings } from '../strings.ts';
import type { ChartBoard } from './board.ts';
import { memo } from './memo.ts';

interface StripProps {
  readonly board: ChartBoard;
  readonly uuid: string;
  readonly index: number;
  readonly series: GpuSeriesName;
  readonly span: GpuSpan;
  readonly timeAxis: boolean;
}

/** One series of a GPU over time. The board draws it and updates the value under the cursor without a render. */
export const Strip = memo(function Strip({ board, uuid, index, series, span, timeAxis }: StripProps) {
  const host = useRef<HTMLDivElement>(null);
  const value = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    return board.add({
      host: host.current,
      uuid,
      series,
      timeAxis,
      hovered(text) {
        if (value.current !== null) value.current.textContent = text ?? '';
      },
    });
  }, [board, uuid, series, timeAxis]);
  const label = strings.gpus.series[series];
  return (
    <div class={`gpu-strip gpu-strip-${series} ${timeAxis ? 'gpu-strip-last' : ''}`}>
      <div class="gpu-strip-head">
        <span class="gpu-strip-label">{label}</span>
        <span ref={value} class="gpu-strip-value" />
      </div>
      <div
        ref={host}
        class="gpu-plot"
        role="img"
        aria-label={strings.gpus.chart(label, index, strings.gpus.spans[span])}
      />
    </div>
  );
});
