// Renders assets/icons/*.svg to the PNGs beside them: `node build/icons.mjs`. The PNGs are committed; a test renders them again.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

/** Where the icons lie. */
export const ICONS = fileURLToPath(new URL('../assets/icons/', import.meta.url));

/**
 * Name and content of every PNG: tray icons also at double density, in the form that Electron looks for, and the app's
 * own also at 128 px, since a window with one of 512 px opens 6 ms later.
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
