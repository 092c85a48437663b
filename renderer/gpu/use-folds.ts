import { useMemo, useState } from 'preact/hooks';

/** Up to so many cards begin open; more begin folded, one line each. */
const MAX_OPEN = 4;

interface Folds {
  isOpen(uuid: string): boolean;
  readonly allOpen: boolean;
  /** Folds or opens one card; the same function as long as the number of cards is. */
  toggle(uuid: string): void;
  /** Opens all cards, or folds them where all are open. */
  toggleAll(): void;
}

/** Which of the cards are open. */
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
