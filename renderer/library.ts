import { useEffect, useState } from 'preact/hooks';

/** Reads a library; once read, it answers at once. */
export type Load<T> = () => Promise<T>;

/** A library that is read when it is first wanted; null until it is there. */
export function useLibrary<T>(load: Load<T>): T | null {
  const [library, setLibrary] = useState<{ readonly it: T } | null>(null);
  useEffect(() => void load().then((it) => setLibrary({ it })), [load]);
  return library?.it ?? null;
}
