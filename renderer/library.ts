import { useEffect, useState } from 'preact/hooks';

/** Loads a library; later calls resolve immediately. */
export type Load<T> = () => Promise<T>;

/** Libraries that are large or slow to load, and not needed for the first view: one bundle each. All other code is in one. */
export const xterm = () => import('./log/xterm.ts');
export const uplot = () => import('uplot').then((it) => it.default);
export const pluginList = () => import('../electron/shared/plugin-list-edit.ts');
/** `shared/redact.ts` with its long list of token formats. */
export const secrets = () => import('../electron/shared/redact.ts');
export const schema = () => import('../electron/shared/settings.ts');

/** Loads a library on first use; null until it is loaded. */
export function useLibrary<T>(load: Load<T>): T | null {
  const [library, setLibrary] = useState<T | null>(null);
  // A library may be a function, which the setter would call.
  useEffect(() => void load().then((it) => setLibrary(() => it)), [load]);
  return library;
}
