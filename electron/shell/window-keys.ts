import type { Input, WebContents } from 'electron';

export type WindowKey = 'quit' | 'close' | 'zoom-in' | 'zoom-out' | 'zoom-reset';

/** Chromium's own steps: each is a factor of 1.2. */
const ZOOM_STEP = 0.5;
const MAX_ZOOM = 4;
const MIN_ZOOM = -2;

type Key = Pick<Input, 'type' | 'key' | 'code' | 'control' | 'meta' | 'alt' | 'shift'>;

/** What a key press asks of the window, which has no menu with accelerators; null for all other keys. */
export function windowKey({ type, key, code, control, meta, alt }: Key, mac = process.platform === 'darwin') {
  if (type !== 'keyDown' || alt || !(mac ? meta && !control : control && !meta)) return null;
  return keys[key.toLowerCase()] ?? keys[code] ?? (isOtherScript(key) ? letters[code] : undefined) ?? null;
}

/** A layout without Latin letters, such as a Russian or Greek one: there shortcuts are where a US keyboard has them. */
const isOtherScript = (key: string): boolean => /^(?!\p{Script=Latin})\p{L}$/u.test(key);

const letters: Readonly<Record<string, WindowKey>> = { KeyQ: 'quit', KeyW: 'close' };

const keys: Readonly<Record<string, WindowKey>> = {
  q: 'quit',
  w: 'close',
  '+': 'zoom-in',
  '=': 'zoom-in',
  NumpadAdd: 'zoom-in',
  '-': 'zoom-out',
  _: 'zoom-out',
  NumpadSubtract: 'zoom-out',
  Digit0: 'zoom-reset',
  Numpad0: 'zoom-reset',
};

/** Applies a zoom key. */
export function zoom(contents: Pick<WebContents, 'zoomLevel'>, key: WindowKey): void {
  if (key === 'zoom-reset') contents.zoomLevel = 0;
  if (key === 'zoom-in') contents.zoomLevel = Math.min(contents.zoomLevel + ZOOM_STEP, MAX_ZOOM);
  if (key === 'zoom-out') contents.zoomLevel = Math.max(contents.zoomLevel - ZOOM_STEP, MIN_ZOOM);
}
