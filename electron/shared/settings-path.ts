import type { Settings } from './settings.ts';

/** A value in the settings file. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** A nested group of settings. */
export type Tree = { [key: string]: Json };

/** The dotted keys of all leaf values in `T`; a list is a leaf. */
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string | number | boolean | null | readonly unknown[]
    ? K
    : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** A setting's dotted key, as in the settings file and `jenkins-tray config`; excludes the format version. */
export type SettingsKey = Exclude<Leaves<Settings>, 'version'>;

export const isTree = (value: Json | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The dotted keys of a tree's leaf values, in its order. */
export const keysIn = (tree: Tree, prefix = ''): readonly string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? keysIn(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );

/** The key of what was typed as `KEY=VALUE`: what is told of it has no value, which may be a secret. */
export const nameIn = (typed: string): string => typed.replace(/=[\s\S]*/, '');

/** The value at a dotted key; null if there is none. */
export function valueAt(settings: Settings, key: string): Json {
  let value: Json = settings;
  for (const part of key.split('.')) value = isTree(value) ? (value[part] ?? null) : null;
  return value;
}

/** A copy with a new value at a dotted key. */
export function withValueAt(tree: Tree, key: string, value: Json): Tree {
  const [head = '', ...rest] = key.split('.');
  const inner = tree[head];
  if (rest.length === 0) return { ...tree, [head]: value };
  return { ...tree, [head]: withValueAt(isTree(inner) ? inner : {}, rest.join('.'), value) };
}
