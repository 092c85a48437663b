import type { Clock } from '../world/clock.ts';

/** A running nvidia-smi blocks MIG changes, resets and the unloading of the driver: until when nobody starts one. */
export interface GpuRelease {
  /** Milliseconds since 1970; 0: the GPUs are not let go. */
  until(): number;
  set(until: number): Promise<void>;
  /** Calls back when another process changed it; returns a function that stops watching. */
  watch(changed: () => void): () => void;
}

/** The longest time for which the GPUs can be let go: a forgotten one ends by itself. */
export const MAX_RELEASE_MINUTES = 24 * 60;

export interface ReleaseWatch {
  /** Milliseconds since 1970; null: the GPUs are not let go now. */
  until(): number | null;
  /** After a suspend, in which the clock that nobody sets stands still: it ends when it was said to. */
  wake(): void;
  close(): void;
}

/** Calls back when another process lets the GPUs go, and when that ends; not for a wish that is there already. */
export function watchRelease(release: GpuRelease, clock: Clock, changed: () => void): ReleaseWatch {
  let cancel: (() => void) | null = null;
  /** The time that was stored last, and when that is by the clock that nobody sets. */
  let seen = { at: 0, end: 0 };
  const left = (): number => {
    const at = release.until();
    if (at !== seen.at) {
      const wanted = at - clock.now();
      // Longer than anybody could ask for: the clock was set back meanwhile.
      seen = { at, end: clock.monotonic() + (wanted <= MAX_RELEASE_MINUTES * 60_000 ? wanted : 0) };
    }
    return seen.end - clock.monotonic();
  };
  const until = (): number | null => (left() > 0 ? seen.at : null);
  const arm = (): void => {
    cancel?.();
    cancel = until() === null ? null : clock.after(left(), look);
  };
  const look = (): void => {
    arm();
    changed();
  };
  const end = release.watch(look);
  arm();
  return {
    until,
    wake() {
      if (until() === null) return;
      seen = { at: 0, end: 0 };
      look();
    },
    close() {
      cancel?.();
      end();
    },
  };
}
