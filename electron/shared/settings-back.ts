import { hasNestedEngine, JENKINS_MODES, type JenkinsMode } from './mode.ts';
import type { Settings } from './settings.ts';
import { type Json, keysIn, type SettingsKey, type Tree, valueAt, withValueAt } from './settings-path.ts';

/** On these no start of Jenkins depends, nor on all of `desktop` and `snapshots`, so that going back leaves them alone. */
const OTHERS: readonly SettingsKey[] = [
  'others.leave',
  'images.checkForNewer',
  'images.prepareOther',
  'jenkins.user',
  'jenkins.apiToken',
  'gpu.hot',
  'gpu.full',
  'gpu.metrics',
];
const isOfStart = (key: string): boolean =>
  key !== 'version' && !/^(desktop|snapshots)\./.test(key) && !OTHERS.some((other) => other === key);

/** Settings that only the nested engine has, beside all of `nested`. */
const OF_NESTED: readonly SettingsKey[] = [
  'images.engineBase',
  'images.nvidiaRepository',
  'images.dockerRepository',
  'gpu.attach',
  'gpu.builds',
];

/** Whether a start in this mode proves a setting: nothing of the other one. */
const isProvenIn = (mode: JenkinsMode, key: string): boolean =>
  JENKINS_MODES.every((it) => it === mode || key !== `ports.${it}`) &&
  (hasNestedEngine(mode) || !(key.startsWith('nested.') || OF_NESTED.some((it) => it === key)));

/**
 * The settings with which Jenkins was ready, after a start in this mode: what it does not prove stays as it was before.
 * `before`: null where none were kept.
 */
export function readyIn(mode: JenkinsMode, settings: Settings, before: Settings | null): Tree {
  if (before === null) return settings;
  return keysIn(settings).reduce<Tree>(
    (kept, key) => (isProvenIn(mode, key) ? kept : withValueAt(kept, key, valueAt(before, key))),
    settings,
  );
}

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
