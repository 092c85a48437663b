import type { UpgradeBack } from '../../electron/shared/own-image.ts';
import { createValue, useValue } from '../value.ts';

/** What is asked for: another version, or the one from before. */
export type AskedUpgrade = { readonly kind: 'to' } | { readonly kind: 'back'; readonly back: UpgradeBack };

const asked = createValue<AskedUpgrade | null>(null);

/** The upgrade whose dialog is shown; null if none is. */
export const useAskedUpgrade = (): AskedUpgrade | null => useValue(asked);
export const askForUpgrade = (): void => asked.set({ kind: 'to' });
export const askForWayBack = (back: UpgradeBack): void => asked.set({ kind: 'back', back });
export const closeUpgrade = (): void => asked.set(null);
