import { useEffect, useState } from 'preact/hooks';

/** Loads a library; the second call resolves at once. */
export type Load<T> = () => Promise<T>;

/** What is large, or slow to build, and not needed for the first view: each a file of its own. Everything else is one file. */
export const xterm = () => import('./log/xterm.ts');
export const uplot = () => import('uplot').then((it) => it.default);
export const schema = () => import('../electron/shared/settings.ts');

/** A library that is loaded when it is first wanted; null until then. */
export function useLibrary<T>(load: Load<T>): T | null {
  const [library, setLibrary] = useState<T | null>(null);
  // A library may be a function, which the setter would call.
  useEffect(() => void load().then((it) => setLibrary(() => it)), [load]);
  return library;
}
