import type { Mode } from '../electron/shared/mode.ts';
import { goTo } from './current-view.ts';
import { createValue, useValue } from './value.ts';

const asked = createValue<Mode | null>(null);

/** The mode whose preview is shown; null while none is asked for. */
export const useAsked = (): Mode | null => useValue(asked);
export const forget = (): void => asked.set(null);

/** Shows what a switch would do, before the switch. */
export const askFor = (mode: Mode): void => asked.set(mode);

/** The same for a mode that was chosen in the tray, wherever the window stands. */
export function askFromTray(mode: Mode): void {
  goTo('overview');
  asked.set(mode);
}
