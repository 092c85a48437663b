import { useEffect, useState } from 'preact/hooks';

/** An observable value: the window's only kind of state besides component state. */
export interface Value<T> {
  get(): T;
  set(next: T): void;
  /** Calls back with each new value; returns a function that unsubscribes. */
  follow(listener: (value: T) => void): () => void;
}

export function createValue<T>(first: T): Value<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener(next);
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Returns the value and re-renders when it changes. */
export function useValue<T>(value: Value<T>): T {
  const [seen, setSeen] = useState(() => value.get());
  useEffect(() => {
    // It may have changed between render and effect.
    setSeen(() => value.get());
    return value.follow((next) => setSeen(() => next));
  }, [value]);
  return seen;
}
