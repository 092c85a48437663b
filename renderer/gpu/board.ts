import type uPlot from 'uplot';
import { type GpuSeriesName, SPANS } from '../../electron/shared/gpu-history.ts';
import { onThemeChange } from '../theme.ts';
import { axisTop, chartOptions, FORMATS, PLOT_HEIGHT, TIME_AXIS, VALUE_AXIS } from './chart-options.ts';
import type { GpuModel } from './model.ts';
import { chartColours } from './palette.ts';
import { UNKNOWN } from './readings.ts';

interface Strip {
  readonly host: HTMLElement;
  readonly uuid: string;
  readonly series: GpuSeriesName;
  readonly timeAxis: boolean;
  plot: uPlot | null;
  visible: boolean;
  width: number;
  /** The model's version and newest point at the last draw. */
  version: number;
  newest: number;
  hovered(value: string | null): void;
}

/** The properties of a new strip. */
interface StripRequest extends Pick<Strip, 'host' | 'uuid' | 'series' | 'timeAxis' | 'hovered'> {}

/** All charts of the view, drawn only while visible and only if the result would look different. */
export interface ChartBoard {
  /** Call after the model changed. */
  update(): void;
  add(request: StripRequest): () => void;
  dispose(): void;
}

/** `root`: the element whose colours are used. `moved` is called with the time under the cursor, seconds since 1970. */
export function createBoard(
  Plot: typeof uPlot,
  root: HTMLElement,
  model: GpuModel,
  moved: (at: number | null) => void,
): ChartBoard {
  const strips = new Map<Element, Strip>();
  let colours = chartColours(root);

  const range = (): readonly [number, number] => [model.newest - SPANS[model.span].seconds, model.newest];

  const draw = (strip: Strip, force = false): void => {
    if (!strip.visible || strip.width === 0 || model.x.length === 0 || document.hidden) return;
    const values = model.values(strip.uuid, strip.series);
    if (values === null) return;
    // A shift of less than a pixel is not visible.
    const secondsPerPixel = SPANS[model.span].seconds / Math.max(1, strip.width - VALUE_AXIS);
    const same = strip.version === model.version && model.newest - strip.newest < secondsPerPixel;
    if (same && !force && strip.plot !== null) return;
    strip.version = model.version;
    strip.newest = model.newest;
    // Copies, since the model keeps changing while the chart uses the data.
    const data: uPlot.AlignedData = [[...model.x], [...values]];
    if (strip.plot === null) strip.plot = make(strip, data);
    else strip.plot.setData(data);
  };

  const make = (strip: Strip, data: uPlot.AlignedData): uPlot =>
    new Plot(
      chartOptions({
        series: strip.series,
        width: strip.width,
        timeAxis: strip.timeAxis,
        colours: () => colours,
        range,
        top: () => axisTop(strip.series, model.limits(strip.uuid)),
        hovered(index) {
          const at = index === null ? undefined : strip.plot?.data[0][index];
          const value = index === null ? undefined : strip.plot?.data[1]?.[index];
          strip.hovered(at === undefined ? null : value == null ? UNKNOWN : FORMATS[strip.series](value));
          moved(at ?? null);
        },
      }),
      data,
      strip.host,
    );

  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const strip = strips.get(target);
        if (strip === undefined) continue;
        strip.visible = isIntersecting;
        draw(strip);
      }
    },
    { rootMargin: '60px' },
  );
  const size = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const strip = strips.get(target);
      if (strip === undefined || strip.width === Math.floor(contentRect.width)) continue;
      strip.width = Math.floor(contentRect.width);
      if (strip.width === 0) continue;
      strip.plot?.setSize({ width: strip.width, height: PLOT_HEIGHT + (strip.timeAxis ? TIME_AXIS : 0) });
      draw(strip, true);
    }
  });
  const all = (force: boolean) => (): void => {
    colours = chartColours(root);
    for (const strip of strips.values()) {
      // A redraw of axes and series reads the new colours.
      if (force) strip.plot?.redraw(false, true);
      draw(strip);
    }
  };
  const unwatch = onThemeChange(() => requestAnimationFrame(all(true)));
  const shown = all(false);
  document.addEventListener('visibilitychange', shown);

  return {
    update() {
      for (const strip of strips.values()) draw(strip);
    },
    add(request) {
      const strip: Strip = { ...request, plot: null, visible: false, width: 0, version: -1, newest: 0 };
      strips.set(strip.host, strip);
      seen.observe(strip.host);
      size.observe(strip.host);
      return () => {
        strips.delete(strip.host);
        seen.unobserve(strip.host);
        size.unobserve(strip.host);
        strip.plot?.destroy();
      };
    },
    dispose() {
      unwatch();
      document.removeEventListener('visibilitychange', shown);
      seen.disconnect();
      size.disconnect();
      for (const { plot } of strips.values()) plot?.destroy();
      strips.clear();
    },
  };
}
