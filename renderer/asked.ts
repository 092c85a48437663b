import type { Mode } from '../electron/shared/mode.ts';
import { goTo } from './current-view.ts';
import { createValue, useValue } from './value.ts';

const asked = createValue<Mode | null>(null);

/** The mode whose preview is shown; null if none is. */
export const useAsked = (): Mode | null => useValue(asked);
export const forget = (): void => asked.set(null);

/** Opens the preview of a switch. */
export const askFor = (mode: Mode): void => asked.set(mode);

/** Like `askFor`, for a mode that was chosen in the tray: goes to the overview first. */
export function askFromTray(mode: Mode): void {
  goTo('overview');
  asked.set(mode);
}
