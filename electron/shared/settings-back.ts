import type { Settings } from './settings.ts';
import { type Json, keysIn, type SettingsKey, valueAt } from './settings-path.ts';

/** On these no start of Jenkins depends, nor on all of `desktop`, so that going back leaves them alone. */
const OTHERS: readonly SettingsKey[] = [
  'others.leave',
  'images.checkForNewer',
  'jenkins.user',
  'jenkins.apiToken',
  'gpu.hot',
  'gpu.full',
  'gpu.metrics',
  'snapshots.folder',
  'snapshots.workspaces',
];
const isOfStart = (key: string): boolean =>
  key !== 'version' && !key.startsWith('desktop.') && !OTHERS.some((other) => other === key);

/**
 * The values to set, by dotted key, to go back to the settings with which Jenkins was last ready. Empty: nothing that a
 * start depends on has changed since. `ready`: null where none are kept.
 */
export function settingsBack(now: Settings, ready: Settings | null): Readonly<Record<string, Json>> {
  if (ready === null) return {};
  const isSame = (key: string): boolean => JSON.stringify(valueAt(now, key)) === JSON.stringify(valueAt(ready, key));
  const changed = keysIn(ready).filter((key) => isOfStart(key) && !isSame(key));
  return Object.fromEntries(changed.map((key) => [key, valueAt(ready, key)]));
}
