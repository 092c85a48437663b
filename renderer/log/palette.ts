import type { ITheme } from '@xterm/xterm';
import { colourOf, isDark } from '../theme.ts';

/** The 16 colours for a dark and a light background, each with a contrast of at least 4.5. */
const DARK: ITheme = {
  black: '#8b949e',
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#79c0ff',
  magenta: '#d2a8ff',
  cyan: '#56d4dd',
  white: '#c9d1d9',
  brightBlack: '#9da5ae',
  brightRed: '#ffa198',
  brightGreen: '#7ee787',
  brightYellow: '#f2cc60',
  brightBlue: '#a5d6ff',
  brightMagenta: '#e2c5ff',
  brightCyan: '#b3f0ff',
  brightWhite: '#ffffff',
  selectionBackground: '#3a5a8c',
};
const LIGHT: ITheme = {
  black: '#24292f',
  red: '#b3141c',
  green: '#0b6123',
  yellow: '#6b4a00',
  blue: '#0550ae',
  magenta: '#7233c4',
  cyan: '#0f5d6b',
  white: '#57606a',
  brightBlack: '#4f5862',
  brightRed: '#99101a',
  brightGreen: '#0d5423',
  brightYellow: '#5c4000',
  brightBlue: '#0a4796',
  brightMagenta: '#6129aa',
  brightCyan: '#0d5260',
  brightWhite: '#24292f',
  selectionBackground: '#b6d5ff',
};

/** xterm's theme for its host element: the element's own text and background colours and a matching palette. */
export function paletteOf(host: Element): ITheme {
  const background = hex(colourOf(host, 'background-color'));
  const foreground = hex(colourOf(host, 'color'));
  const base = isDark(colourOf(host, 'background-color')) ? DARK : LIGHT;
  // No cursor: nothing can be typed here.
  return { ...base, background, foreground, cursor: background, cursorAccent: background };
}

/** Highlight colours of search: all matches, and the active one. */
export const searchColours = (host: Element) =>
  isDark(colourOf(host, 'background-color'))
    ? { match: '#5c4a12', active: '#9a6700' }
    : { match: '#fff2b3', active: '#ffc95c' };

/** `rgb(1, 2, 3)` as `#010203`, the only form that xterm reads. */
function hex(colour: string): string {
  const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return parts.length === 3
    ? `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
    : '#000000';
}
