import { SETTINGS_VERSION } from './settings.ts';

/** Settings as plain JSON, of any format. */
type RawSettings = Readonly<Record<string, unknown>>;
/** Brings settings of one format to the next. Sees what was never validated, so it keeps what it does not know. */
export type Migration = (old: RawSettings) => RawSettings;

/**
 * The last leads to `SETTINGS_VERSION`, the one before to the format before, and so on. Whatever an older version cannot
 * read, a new key as well, needs a higher `SETTINGS_VERSION` and a step here once a version with the format before is
 * published.
 */
export const migrations: readonly Migration[] = [];

/** What became of settings of some format. */
export type Migrated =
  /** `from`: the format that they had; null: today's, or none is named. */
  | { readonly kind: 'current'; readonly value: unknown; readonly from: number | null }
  | { readonly kind: 'newer'; readonly found: number };

/** Brings settings to today's format. What names no format that there was is left for the schema to refuse. */
export function migrated(value: unknown, steps: readonly Migration[]): Migrated {
  const version = isObject(value) && 'version' in value ? value.version : SETTINGS_VERSION;
  if (typeof version === 'number' && version > SETTINGS_VERSION) return { kind: 'newer', found: version };
  const oldest = SETTINGS_VERSION - steps.length;
  const isOlder = typeof version === 'number' && Number.isInteger(version) && version >= oldest;
  if (!isObject(value) || !isOlder || version === SETTINGS_VERSION) return { kind: 'current', value, from: null };
  const brought = steps.slice(version - oldest).reduce<RawSettings>((now, step) => step(now), value);
  return { kind: 'current', value: { ...brought, version: SETTINGS_VERSION }, from: version };
}

const isObject = (value: unknown): value is RawSettings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
