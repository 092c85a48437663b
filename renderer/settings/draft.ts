import { reasonOf } from '../../electron/shared/setting-reason.ts';
import type { Settings } from '../../electron/shared/settings.ts';
import { type Json, type Tree, valueAt, withValueAt } from '../../electron/shared/settings-path.ts';
import type { FieldKind } from './field-types.ts';
import { groups } from './fields.ts';

/** The settings schema, which main uses too. Loaded with this view, since building it would delay the first view. */
export type Schema = typeof import('../../electron/shared/settings.ts');
/** What was typed or chosen, by dotted key, before conversion to stored values. */
export type Edits = Readonly<Record<string, Json>>;

export interface Draft {
  /** Values that differ from the file, as they would be stored. */
  readonly changes: Readonly<Record<string, Json>>;
  /** Why a value is not allowed, by dotted path: `ports.dind`, `dataMounts.0.source`. */
  readonly errors: ReadonlyMap<string, string>;
}

const kinds: ReadonlyMap<string, FieldKind> = new Map(
  groups.flatMap(({ fields }) => fields.map(({ key, kind }) => [key, kind] as const)),
);

/** Converts a stored value to what its field shows. */
export function shown(kind: FieldKind, value: Json): Json {
  if (kind === 'list') return Array.isArray(value) ? value.join('\n') : '';
  if (kind === 'number' || kind === 'seconds' || kind === 'optional-number') return value === null ? '' : String(value);
  return value;
}

/** Converts what a field shows to a stored value; text that is not a number stays text, which the schema rejects. */
export function stored(kind: FieldKind, raw: Json): Json {
  if (typeof raw !== 'string') return raw;
  const text = raw.trim();
  switch (kind) {
    case 'list':
      return text.split(/\s*\n\s*/).filter((line) => line !== '');
    case 'optional-number':
      return text === '' ? null : numberIn(text);
    case 'number':
    case 'seconds':
      return numberIn(text);
    default:
      return text;
  }
}

const numberIn = (text: string): Json => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

/** Applies the edits to the settings and validates the result. */
export function draftOf({ settingsSchema }: Schema, settings: Settings, edits: Edits): Draft {
  const changes: Record<string, Json> = {};
  let whole: Tree = settings;
  for (const [key, raw] of Object.entries(edits)) {
    const value = stored(kinds.get(key) ?? 'text', raw);
    if (JSON.stringify(value) === JSON.stringify(valueAt(settings, key))) continue;
    changes[key] = value;
    whole = withValueAt(whole, key, value);
  }
  const parsed = settingsSchema.safeParse(whole);
  const errors = new Map<string, string>();
  if (!parsed.success) for (const issue of parsed.error.issues) errors.set(issue.path.join('.'), reasonOf(issue));
  return { changes, errors };
}

/** The first reason at a key or below it. */
export function errorAt(errors: ReadonlyMap<string, string>, key: string): string | null {
  for (const [path, reason] of errors) if (path === key || path.startsWith(`${key}.`)) return reason;
  return null;
}
