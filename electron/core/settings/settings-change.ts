import { FailureError } from '../../shared/failure.ts';
import { type Settings, settingsSchema } from '../../shared/settings.ts';
import type { DriftCause } from '../../shared/snapshot.ts';
import { look } from '../control/look.ts';
import { causesOf } from '../plan/causes.ts';
import type { World } from '../world/world.ts';
import { checkKey, type Json, setSetting } from './config-keys.ts';

/** Several settings at once, dotted keys. Throws `usage/invalid` or `settings/invalid`; then nothing is changed. */
export function withSettings(settings: Settings, change: Readonly<Record<string, Json>>): Settings {
  return Object.entries(change).reduce((now, [key, value]) => setSetting(now, key, value), settings);
}

/** A value from outside as JSON. */
export function asChange(value: unknown): Readonly<Record<string, Json>> {
  const change: Readonly<Record<string, Json>> = JSON.parse(JSON.stringify(value));
  for (const key of Object.keys(change)) checkKey(key);
  return change;
}

/** Where these differ, names and places are others, and ports and controller are made anew. */
export const identityOf = ({ instance, home, engineContext }: Settings): string =>
  JSON.stringify([instance, home, engineContext]);

/** What these settings would restart or recreate that is as it should be now; empty when nothing runs. */
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
  const options = { intent, settings: settingsSchema.parse(after), thoroughly: false, version };
  const seen = await look({ ...world, home }, options, signal).catch((thrown: unknown) => {
    // Where the engine does not answer nothing runs that could be restarted.
    if (thrown instanceof FailureError) return null;
    throw thrown;
  });
  return seen === null ? [] : causesOf(seen.plan);
}
