import { useEffect, useState } from 'preact/hooks';

/** Reads a library; once read, it answers at once. */
export type Load<T> = () => Promise<T>;

/** What is large, or slow to make, and not needed for the first page: each a file of its own. All else is one file. */
export const xterm = () => import('./log/xterm.ts');
export const uplot = () => import('uplot').then((it) => it.default);
export const schema = () => import('../electron/shared/settings.ts');

/** A library that is read when it is first wanted; null until it is there. */
export function useLibrary<T>(load: Load<T>): T | null {
  const [library, setLibrary] = useState<T | null>(null);
  // A library may be a function, which the setter would call.
  useEffect(() => void load().then((it) => setLibrary(() => it)), [load]);
  return library;
}
