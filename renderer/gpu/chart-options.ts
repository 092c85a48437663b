import type uPlot from 'uplot';
import { formatBytes, formatCelsius, formatPercent, formatWatts, GIB, MIB } from '../../electron/shared/format.ts';
import type { GpuSeriesName } from '../../electron/shared/gpu-history.ts';
import { clockTime } from './clock.ts';
import type { ChartColours } from './palette.ts';

/** Pixels. The last strip of a card carries the time axis below its plot. */
export const PLOT_HEIGHT = 56;
export const TIME_AXIS = 20;
export const VALUE_AXIS = 52;

/** How a value of each series is written. */
export const SHOWN: Readonly<Record<GpuSeriesName, (value: number) => string>> = {
  utilization: formatPercent,
  memory: (value) => formatBytes(Math.round(value / MIB) * MIB),
  temperature: (value) => formatCelsius(Math.round(value)),
  power: formatWatts,
};

/** The highest value of the axis where no reading is higher; a fixed one keeps the lines from jumping. */
export function topOf(
  series: GpuSeriesName,
  limits: { readonly memory: number | null; readonly power: number | null },
): number {
  if (series === 'memory') return limits.memory ?? GIB;
  if (series === 'power') return limits.power ?? 100;
  return 100;
}

export interface ChartChoice {
  readonly series: GpuSeriesName;
  readonly width: number;
  readonly timeAxis: boolean;
  /** Asked at each drawing, so that a theme's change needs no new chart. */
  colours(): ChartColours;
  /** Seconds since 1970 of the left and right end. */
  range(): readonly [number, number];
  top(): number;
  /** The point under the cursor; null when it left. */
  hovered(index: number | null): void;
}

const FONT = '10px system-ui, sans-serif';

/** A strip: one line over time, and on all strips one cursor. */
export function chartOptions(choice: ChartChoice): uPlot.Options {
  const { series, timeAxis } = choice;
  const text = (): string => choice.colours().text;
  const grid = { stroke: () => choice.colours().grid, width: 1 };
  const line = (): string => choice.colours().lines[series];
  return {
    width: choice.width,
    height: PLOT_HEIGHT + (timeAxis ? TIME_AXIS : 0),
    padding: [8, 8, timeAxis ? 0 : 8, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      sync: { key: 'gpus', scales: ['x', null], setSeries: false },
      points: { size: 6, stroke: line, fill: line },
    },
    scales: {
      x: { time: true, range: () => [...choice.range()] as uPlot.Range.MinMax },
      y: { range: (_, __, highest) => [0, Math.max(choice.top(), highest ?? 0)] },
    },
    axes: [
      {
        show: timeAxis,
        size: TIME_AXIS,
        gap: 4,
        space: 90,
        font: FONT,
        stroke: text,
        grid,
        ticks: { show: false },
        values: (_, splits) => splits.map(clockTime),
      },
      {
        size: VALUE_AXIS,
        gap: 6,
        font: FONT,
        stroke: text,
        grid,
        ticks: { show: false },
        splits: (_, __, least, most) => [least, most],
        values: (_, splits) => splits.map(SHOWN[series]),
      },
    ],
    series: [{}, { stroke: line, width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: { setCursor: [(plot) => choice.hovered(plot.cursor.idx ?? null)] },
  };
}
