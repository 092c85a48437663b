import { distance } from 'fastest-levenshtein';
import { FailureError } from '../../shared/failure.ts';
import { settingRefused } from '../../shared/failures/settings.ts';
import { unknownSetting } from '../../shared/failures/usage-settings.ts';
import { reasonOf } from '../../shared/setting-reason.ts';
import { defaultSettings, type Settings, settingsSchema } from '../../shared/settings.ts';
import { type Json, keysIn, nameIn, valueAt, withValueAt } from '../../shared/settings-path.ts';
import { shownSetting } from '../../shared/shown-setting.ts';

/** All dotted keys that can be set; excludes the format version. */
export const settingsKeys: readonly string[] = keysIn(defaultSettings).filter((key) => key !== 'version');

/** The keys most similar to what was typed, best first, at most three. */
export function nearestKeys(typed: string): readonly string[] {
  const wanted = typed.toLowerCase();
  const score = (key: string): number => {
    const known = key.toLowerCase();
    if (known.startsWith(`${wanted}.`)) return 0;
    const last = known.slice(known.lastIndexOf('.') + 1);
    return known.includes(wanted) || wanted.includes(last)
      ? 1
      : Math.min(distance(wanted, known), distance(wanted, last) + 1);
  };
  return settingsKeys
    .map((key) => ({ key, score: score(key) }))
    .filter((each) => each.score <= Math.max(2, wanted.length / 2))
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map((each) => each.key);
}

/** Throws `usage/invalid` with the nearest names unless `key` is a setting. */
export function checkKey(key: string): void {
  if (settingsKeys.includes(key)) return;
  throw new FailureError(unknownSetting(nameIn(key), nearestKeys(key)));
}

/** The value at a dotted key. Throws `usage/invalid` for an unknown key. */
export function getSetting(settings: Settings, key: string): Json {
  checkKey(key);
  return valueAt(settings, key);
}

/** Parses a typed value: as JSON if it is valid JSON, else as text, so that `/srv/jenkins` needs no quotes. */
export function parseValue(typed: string): Json {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

/** Changes one value and validates all settings. Throws `usage/invalid` or `settings/invalid`. */
export function setSetting(settings: Settings, key: string, value: Json): Settings {
  checkKey(key);
  const candidates = asCandidates(value);
  for (const candidate of candidates) {
    const parsed = settingsSchema.safeParse(withValueAt(settings, key, candidate));
    if (parsed.success) return parsed.data;
    if (candidate === candidates.at(-1)) {
      const why = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${reasonOf(issue)}`);
      throw new FailureError(settingRefused(key, shownSetting(key, value), why.join('\n')));
    }
  }
  return settings;
}

/** The values to try, in order: a number or boolean may be meant as text (a user named 42). */
const asCandidates = (value: Json): readonly Json[] =>
  typeof value === 'number' || typeof value === 'boolean' ? [String(value), value] : [value];

/** All settings as dotted keys with their values, in the file's order. */
export const listSettings = (settings: Settings): readonly (readonly [key: string, value: Json])[] =>
  settingsKeys.map((key) => [key, getSetting(settings, key)] as const);
