import { execFileSync } from 'node:child_process';
import { ICONS } from '../../build/icons.mjs';

/** A place found in a screenshot; clicks go to its centre. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** The best match of an icon; difference 0 is exact, 255 the opposite. */
export interface Found extends Place {
  readonly state: IconState;
  readonly difference: number;
}

const iconStates = ['off', 'working', 'dind', 'dood', 'attention', 'failed'] as const;
export type IconState = (typeof iconStates)[number];

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly data: Buffer;
}

/** Where panels show icons: the right end of the top edge. */
const CORNER = { width: 420, height: 32 };

/** Which icon is at a panel's right end, and where: the best match of all states, at sizes that panels use. */
export function iconIn(picture: string): Found {
  const crop = `${CORNER.width}x${CORNER.height}+0+0`;
  const panel = pixels(picture, ['-gravity', 'NorthEast', '-crop', crop, '+repage']);
  const all = iconStates.flatMap((state) =>
    [16, 18, 20, 22, 24].map((size) => bestPlace(panel, icon(state, size), state, size)),
  );
  const best = all.reduce((found, one) => (one.difference < found.difference ? one : found));
  return { ...best, x: best.x + pixels(picture).width - panel.width };
}

const made = new Map<string, Pixels>();

function icon(state: IconState, size: number): Pixels {
  const key = `${state} ${size}`;
  const known = made.get(key) ?? pixels(`${ICONS}tray-${state}@2x.png`, ['-resize', `${size}x${size}`]);
  made.set(key, known);
  return known;
}

function bestPlace(panel: Pixels, mark: Pixels, state: IconState, size: number): Found {
  const solid = Array.from({ length: mark.width * mark.height }, (_, at) => at).filter(
    (at) => (mark.data[at * 4 + 3] ?? 0) > 240,
  );
  let best = { x: 0, y: 0, difference: 255 };
  for (let y = 0; y + mark.height <= panel.height; y += 1)
    for (let x = 0; x + mark.width <= panel.width; x += 1) {
      const difference = differs(panel, mark, solid, x, y, best.difference);
      if (difference < best.difference) best = { x, y, difference };
    }
  return { ...best, state, size };
}

/** Mean difference of the icon's solid pixels; stops early if it exceeds `limit`. */
function differs(
  panel: Pixels,
  mark: Pixels,
  solid: readonly number[],
  left: number,
  top: number,
  limit: number,
): number {
  const most = limit * solid.length * 3;
  let sum = 0;
  for (const at of solid) {
    const there = ((top + Math.floor(at / mark.width)) * panel.width + left + (at % mark.width)) * 4;
    for (let channel = 0; channel < 3; channel += 1)
      sum += Math.abs((panel.data[there + channel] ?? 0) - (mark.data[at * 4 + channel] ?? 0));
    if (sum > most) return 255;
  }
  return sum / (solid.length * 3);
}

function pixels(path: string, change: readonly string[] = []): Pixels {
  const options = { maxBuffer: 1e8 };
  const size = execFileSync('convert', [path, ...change, '-format', '%w %h', 'info:'], options).toString();
  const [width = 0, height = 0] = size.split(' ').map(Number);
  return { width, height, data: execFileSync('convert', [path, ...change, '-depth', '8', 'rgba:-'], options) };
}
