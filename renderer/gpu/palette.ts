import type { GpuSeriesName } from '../../electron/shared/gpu-history.ts';
import { colourOf, isDark } from '../theme.ts';

export interface ChartColours {
  readonly lines: Readonly<Record<GpuSeriesName, string>>;
  readonly text: string;
  readonly grid: string;
}

/** Line colours with a contrast of at least 3 to the card. */
const DARK: ChartColours['lines'] = {
  utilization: '#58a6ff',
  memory: '#d2a8ff',
  temperature: '#ffa657',
  power: '#7ee787',
};
const LIGHT: ChartColours['lines'] = {
  utilization: '#0969da',
  memory: '#8250df',
  temperature: '#bc4c00',
  power: '#1a7f37',
};

/** The colours of a chart, since style sheets do not apply to its canvas. */
export function chartColours(host: Element): ChartColours {
  const text = colourOf(host, 'color');
  const light = !isDark(text);
  return { lines: light ? DARK : LIGHT, text, grid: light ? 'rgba(255, 255, 255, 0.1)' : 'rgba(0, 0, 0, 0.1)' };
}
