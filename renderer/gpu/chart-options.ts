import type uPlot from 'uplot';
import { formatBytes, formatCelsius, formatPercent, formatWatts, GIB, MIB } from '../../electron/shared/format.ts';
import type { GpuSeriesName } from '../../electron/shared/gpu-history.ts';
import { clockTime } from './clock.ts';
import type { ChartColours } from './palette.ts';

/** Sizes in pixels. The last strip of a card has the time axis below its plot. */
export const PLOT_HEIGHT = 56;
export const TIME_AXIS = 20;
export const VALUE_AXIS = 52;

/** Formats a value of each series. */
export const FORMATS: Readonly<Record<GpuSeriesName, (value: number) => string>> = {
  utilization: formatPercent,
  memory: (value) => formatBytes(Math.round(value / MIB) * MIB),
  temperature: (value) => formatCelsius(Math.round(value)),
  power: formatWatts,
};

/** The top of the value axis unless a reading is higher; a fixed top keeps the lines from jumping. */
export function axisTop(
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
  /** Called at each draw, so that a theme change needs no new chart. */
  colours(): ChartColours;
  /** The left and right end, seconds since 1970. */
  range(): readonly [number, number];
  top(): number;
  /** Called with the index of the point under the cursor; null if there is none. */
  hovered(index: number | null): void;
}

const FONT = '10px system-ui, sans-serif';

/** uPlot options of a strip: one line over time, with a cursor shared by all strips. */
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
        values: (_, splits) => splits.map(FORMATS[series]),
      },
    ],
    series: [{}, { stroke: line, width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: { setCursor: [(plot) => choice.hovered(plot.cursor.idx ?? null)] },
  };
}
