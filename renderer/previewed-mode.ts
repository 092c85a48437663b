import { consent } from '../electron/shared/consents.ts';
import type { JenkinsMode, Mode } from '../electron/shared/mode.ts';
import { goTo } from './current-view.ts';
import { createValue, useValue } from './value.ts';

/** A switch to preview; `consents`: given already. */
interface Previewed {
  readonly mode: Mode;
  readonly consents?: readonly string[];
}

const previewed = createValue<Previewed | null>(null);

/** The switch whose preview is shown; null if none is. */
export const usePreviewedMode = (): Previewed | null => useValue(previewed);
export const closePreview = (): void => previewed.set(null);

/** Opens the preview of a switch. */
export const openPreview = (mode: Mode, consents?: readonly string[]): void =>
  previewed.set(consents === undefined ? { mode } : { mode, consents });

/** Like `openPreview`, for a mode that was chosen in the tray: goes to the overview first. */
export function previewFromTray(mode: Mode): void {
  goTo('overview');
  openPreview(mode);
}

/** Opens the preview of an update of a running Jenkins. */
export const openUpdate = (mode: JenkinsMode): void => openPreview(mode, [consent.update(Date.now())]);

/** Like `openUpdate`, chosen in the tray. */
export function updateFromTray(mode: JenkinsMode): void {
  goTo('overview');
  openUpdate(mode);
}
