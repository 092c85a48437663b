import type { UpgradeBack } from '../../electron/shared/own-image.ts';
import { createValue, useValue } from '../value.ts';
import type { ChosenVersion } from './wish.ts';

/** What is asked for: another version, or the one from before. */
export type AskedUpgrade =
  | { readonly kind: 'to'; readonly first: ChosenVersion['kind'] }
  | { readonly kind: 'back'; readonly back: UpgradeBack };

const asked = createValue<AskedUpgrade | null>(null);

/** The upgrade whose dialog is shown; null if none is. */
export const useAskedUpgrade = (): AskedUpgrade | null => useValue(asked);
export const askForUpgrade = (): void => asked.set({ kind: 'to', first: 'today' });
/** With the same base, for a list of plugins that was changed. */
export const askForPlugins = (): void => asked.set({ kind: 'to', first: 'same' });
export const askForWayBack = (back: UpgradeBack): void => asked.set({ kind: 'back', back });
export const closeUpgrade = (): void => asked.set(null);
