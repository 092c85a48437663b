import { FailureError } from '../../shared/failure.ts';
import { settingRefused } from '../../shared/failures/settings.ts';
import { type Settings, settingsSchema } from '../../shared/settings.ts';
import type { Json } from '../../shared/settings-path.ts';
import { shownSetting } from '../../shared/shown-setting.ts';
import type { DriftCause } from '../../shared/snapshot.ts';
import { observeAndPlan } from '../control/observation.ts';
import { causesOf } from '../plan/causes.ts';
import { hidesImage } from '../stack/image-folders.ts';
import { conflictsIn, type SettingsConflict } from '../stack/settings-conflicts.ts';
import type { World } from '../world/world.ts';
import { checkKey, getSetting, setSetting } from './config-keys.ts';

/**
 * Changes several settings, by dotted keys. Throws `usage/invalid` for an unknown key and `settings/invalid` for a value
 * that is not allowed, or not together with the others.
 */
export function withSettings(settings: Settings, change: Readonly<Record<string, Json>>): Settings {
  const next = Object.entries(change).reduce((now, [key, value]) => setSetting(now, key, value), settings);
  checkTogether(next, Object.keys(change));
  return next;
}

/** Only what the change is about is refused: an older mistake elsewhere must not keep the user from correcting others. */
function checkTogether(next: Settings, changed: readonly string[]): void {
  for (const { keys, why } of [...conflictsIn(next, next.home), ...hidingMounts(next), ...snapshotsAbove(next)]) {
    const key = keys.find((it) => changed.includes(it));
    if (key !== undefined) throw new FailureError(settingRefused(key, shownSetting(key, getSetting(next, key)), why));
  }
}

const hidingMounts = ({ dataMounts }: Settings): readonly SettingsConflict[] =>
  dataMounts
    .map(({ source, target }) => target ?? source)
    .filter(hidesImage)
    .map((target) => ({ keys: ['dataMounts'], why: `A mount at ${target} would hide the image’s own folders.` }));

/** A start is not refused for it, since snapshots elsewhere are no part of that; none is made there. */
const snapshotsAbove = ({ home, snapshots: { folder } }: Settings): readonly SettingsConflict[] =>
  folder !== '' && home.startsWith(`${folder.replace(/\/$/, '')}/`)
    ? [
        {
          keys: ['snapshots.folder', 'home'],
          why: `The home ${home} is in it: choose a folder beside the home, such as ${folder.replace(/\/$/, '')}/jenkins-snapshots.`,
        },
      ]
    : [];

/** Checks a change from the window, as plain JSON. Throws `usage/invalid` for an unknown key. */
export function asChange(value: unknown): Readonly<Record<string, Json>> {
  const change: Readonly<Record<string, Json>> = JSON.parse(JSON.stringify(value));
  for (const key of Object.keys(change)) checkKey(key);
  return change;
}

/** The settings that decide names and paths: if they change, world and controller are created again. */
export const identityOf = ({ instance, home, engineContext }: Settings): string =>
  JSON.stringify([instance, home, engineContext]);

/**
 * What a change of settings would restart or recreate; empty if nothing runs, or if a pass is already running.
 * `home`: the home's path under the new settings.
 */
export async function restartsOf(
  world: World,
  { before, after, home }: { readonly before: Settings; readonly after: Settings; readonly home: string },
  version: string,
  signal: AbortSignal,
): Promise<readonly DriftCause[]> {
  const intent = world.intent.load();
  if (intent.mode === 'off' || intent.state === 'pending') return [];
  if (before.instance !== after.instance)
    return [{ object: 'instance', current: before.instance || 'default', desired: after.instance || 'default' }];
  if (before.engineContext !== after.engineContext)
    return [{ object: 'engine', current: world.endpoint.context, desired: after.engineContext || 'default' }];
  const options = { intent, settings: settingsSchema.parse(after), preflight: false, version };
  const observation = await observeAndPlan({ ...world, home }, options, signal).catch((thrown: unknown) => {
    // If the engine is unreachable, what would restart is unknown.
    if (thrown instanceof FailureError) return null;
    throw thrown;
  });
  return observation === null ? [] : causesOf(observation.plan);
}
