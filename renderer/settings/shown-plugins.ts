import type { Failure } from '../../electron/shared/failure.ts';
import { goTo } from '../current-view.ts';
import { createValue, useValue } from '../value.ts';

/** Whether Settings is to be scrolled to the list of plugins once that is there. */
const wanted = createValue(false);

export const useWantedPlugins = (): boolean => useValue(wanted);
export const pluginsShown = (): void => wanted.set(false);

/** Shows the list of plugins in Settings. */
export function showPlugins(): void {
  wanted.set(true);
  goTo('settings');
}

/** Whether another list of plugins is what helps. */
export const isAboutPlugins = ({ code }: Failure): boolean => code === 'upgrade/plugins-failed';
