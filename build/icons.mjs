// Renders assets/icons/*.svg to PNGs in the same folder: `node build/icons.mjs`. The PNGs are committed; a test compares them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

/** The folder of the icons. */
export const ICONS = fileURLToPath(new URL('../assets/icons/', import.meta.url));

/**
 * Name and content of every PNG: tray icons also at double density, named as Electron expects, and the app icon also at
 * 128 px, since a window with the 512 px icon opens 6 ms later.
 */
export function rendered() {
  return readdirSync(ICONS)
    .filter((name) => name.endsWith('.svg'))
    .flatMap((name) => {
      const svg = readFileSync(ICONS + name, 'utf8');
      const stem = name.slice(0, -'.svg'.length);
      const png = (suffix, zoom) => [
        stem + suffix,
        new Resvg(svg, { fitTo: { mode: 'zoom', value: zoom } }).render().asPng(),
      ];
      return stem.startsWith('tray-') ? [png('.png', 1), png('@2x.png', 2)] : [png('.png', 1), png('-128.png', 0.25)];
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, png] of rendered()) writeFileSync(ICONS + name, png);
}
