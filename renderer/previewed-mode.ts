import type { Mode } from '../electron/shared/mode.ts';
import { goTo } from './current-view.ts';
import { createValue, useValue } from './value.ts';

const previewed = createValue<Mode | null>(null);

/** The mode whose preview is shown; null if none is. */
export const usePreviewedMode = (): Mode | null => useValue(previewed);
export const closePreview = (): void => previewed.set(null);

/** Opens the preview of a switch. */
export const openPreview = (mode: Mode): void => previewed.set(mode);

/** Like `openPreview`, for a mode that was chosen in the tray: goes to the overview first. */
export function previewFromTray(mode: Mode): void {
  goTo('overview');
  previewed.set(mode);
}
