import { type BrowserWindow, type Rectangle, screen } from 'electron';
import type { Place } from './desktop-store.ts';

/** Where a window is, for the next one. */
export const placeOf = (window: BrowserWindow): Place => ({
  ...window.getNormalBounds(),
  maximised: window.isMaximized(),
});

/** Whether enough of a window to drag it is on a connected screen. */
export function isOnScreen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    return across >= 100 && y >= workArea.y && y <= workArea.y + workArea.height - 50;
  });
}
