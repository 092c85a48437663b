import { useMemo, useState } from 'preact/hooks';

/** Up to this many cards start expanded; with more, all start collapsed. */
const MAX_OPEN = 4;

interface Folds {
  isOpen(uuid: string): boolean;
  readonly allOpen: boolean;
  /** Toggles one card. A stable function, to avoid re-renders. */
  toggle(uuid: string): void;
  /** Expands all cards, or collapses them if all are expanded. */
  toggleAll(): void;
}

/** Which cards are expanded. */
export function useFolds(uuids: readonly string[]): Folds {
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const few = uuids.length <= MAX_OPEN;
  const isOpen = (uuid: string): boolean => folds.get(uuid) ?? few;
  const allOpen = uuids.every(isOpen);
  const toggle = useMemo(
    () => (uuid: string) => setFolds((before) => new Map(before).set(uuid, !(before.get(uuid) ?? few))),
    [few],
  );
  return { isOpen, allOpen, toggle, toggleAll: () => setFolds(new Map(uuids.map((uuid) => [uuid, !allOpen]))) };
}
