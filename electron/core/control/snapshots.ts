import { callEach } from '../../shared/call-each.ts';
import type { Snapshot } from '../../shared/snapshot.ts';

/** The newest snapshot, and the listeners that get each new one. */
export class Snapshots {
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  #now: Snapshot;

  constructor(first: Snapshot) {
    this.#now = first;
  }

  get now(): Snapshot {
    return this.#now;
  }

  /** Calls back with each new snapshot; returns a function that unsubscribes. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(change: Partial<Omit<Snapshot, 'revision'>>): Snapshot {
    this.#now = { ...this.#now, ...change, revision: this.#now.revision + 1 };
    callEach(this.#listeners, (listener) => listener(this.#now));
    return this.#now;
  }

  /** Resolves at the first snapshot that matches, which may be the current one. */
  async until(matches: (snapshot: Snapshot) => boolean): Promise<void> {
    if (matches(this.#now)) return;
    await new Promise<void>((resolve) => {
      const unsubscribe = this.subscribe((snapshot) => {
        if (!matches(snapshot)) return;
        unsubscribe();
        resolve();
      });
    });
  }
}
