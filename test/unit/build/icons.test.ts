import { readdirSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { ICONS, rendered } from '../../../build/icons.mjs';

const states = ['off', 'working', 'dind', 'dood', 'attention', 'failed'] as const;
const panels = { light: [0xf6, 0xf5, 0xf4], dark: [0x1e, 0x1e, 0x1e] } as const;

type Rgb = readonly [number, number, number];

/** The icon's pixels as they lie on a panel of that colour. */
function onPanel(state: string, [red, green, blue]: Rgb): readonly Rgb[] {
  const { pixels } = new Resvg(readFileSync(`${ICONS}tray-${state}.svg`, 'utf8')).render();
  return Array.from({ length: pixels.length / 4 }, (_, at): Rgb => {
    // resvg gives colours already multiplied by their alpha.
    const [r = 0, g = 0, b = 0, a = 0] = pixels.subarray(at * 4, at * 4 + 4);
    const rest = 1 - a / 255;
    return [r + red * rest, g + green * rest, b + blue * rest];
  });
}

/** Relative luminance, by WCAG. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((entry) =>
    entry / 255 <= 0.04045 ? entry / 255 / 12.92 : ((entry / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

const contrast = (one: number, other: number): number => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

test('each PNG matches its SVG, and none lacks an SVG', () => {
  const made = rendered();
  expect(made.map(([name]) => name).sort()).toEqual(
    readdirSync(ICONS)
      .filter((name) => name.endsWith('.png'))
      .sort(),
  );
  expect(made.filter(([name, png]) => !png.equals(readFileSync(ICONS + name))).map(([name]) => name)).toEqual([]);
});

test('each state has an icon of 22 px and of 44 px', () => {
  for (const state of states) {
    expect(readFileSync(`${ICONS}tray-${state}.png`).readUInt32BE(16)).toBe(22);
    expect(readFileSync(`${ICONS}tray-${state}@2x.png`).readUInt32BE(16)).toBe(44);
  }
});

test.each(Object.entries(panels))(
  'each icon stands out from a %s panel by at least 3 to 1, as WCAG asks of graphics',
  (_, panel) => {
    const ground = luminance(panel);
    for (const state of states) {
      const visible = onPanel(state, panel).filter((pixel) => contrast(luminance(pixel), ground) >= 3);
      expect({ state, visible: visible.length > 80 }).toEqual({ state, visible: true });
    }
  },
);

test('the states differ even without colours', () => {
  // Each pixel is panel, body or sign; colours of like lightness fall together, as for a colour-blind eye.
  const shape = (state: string): readonly number[] =>
    onPanel(state, panels.dark).map((pixel) => (luminance(pixel) > 0.6 ? 2 : luminance(pixel) > 0.06 ? 1 : 0));
  for (const one of states)
    for (const other of states.filter((entry) => entry > one)) {
      const [a, b] = [shape(one), shape(other)];
      const differing = a.filter((entry, at) => entry !== b[at]).length;
      expect({ pair: `${one} ${other}`, apart: differing > 60 }).toEqual({ pair: `${one} ${other}`, apart: true });
    }
});
