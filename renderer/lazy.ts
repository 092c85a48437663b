import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export type Load = () => Promise<ComponentType>;

const read = new Map<Load, ComponentType>();

/** A page that is read when first wanted, and at once from then on; null for the moment in between. */
export function useLazy(load: Load): ComponentType | null {
  const [, setRead] = useState(0);
  useEffect(() => {
    if (read.has(load)) return;
    void load().then((page) => {
      read.set(load, page);
      setRead((times) => times + 1);
    });
  }, [load]);
  return read.get(load) ?? null;
}
