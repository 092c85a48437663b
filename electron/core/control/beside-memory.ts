import { isRecent } from '../../shared/recent.ts';
import { isBesideAny } from '../stack/names.ts';
import type { Clock } from '../world/clock.ts';
import type { Observation } from './observation.ts';

/** For how long the names are known, ms, unless an event tells of more. */
const KNOWN_MS = 10_000;

/**
 * The names of what was put aside or is to replace our containers. To find them, the engine goes through all its
 * containers; a further look just after can do without.
 */
export class BesideMemory {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #known: { readonly names: readonly string[]; readonly at: number; readonly passes: number } | null = null;
  /** How often it was forgotten: a look that began before may have missed what was the reason. */
  #forgotten = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** There may be others by now. */
  forget(): void {
    this.#forgotten += 1;
    this.#known = null;
  }

  /**
   * What a look that begins now need not find, and a function to be called with what it found. `passes`: how many of this
   * process have ended, each of which may have changed that; null: one is at work.
   */
  begin(passes: number | null): {
    readonly known: { readonly beside?: readonly string[] };
    readonly learn: (from: Observation) => void;
  } {
    const now = this.#clock.monotonic();
    const { names: found = null, at = 0, passes: then = null } = this.#known ?? {};
    const known = passes !== null && then === passes && isRecent(at, now, KNOWN_MS) ? found : null;
    const before = this.#forgotten;
    return {
      known: known === null ? {} : { beside: known },
      learn: ({ facts, scope }) => {
        if (known !== null || passes === null || before !== this.#forgotten) return;
        const names = facts.containers.map(({ name }) => name).filter((name) => isBesideAny(scope.names, name));
        this.#known = { names, at: now, passes };
      },
    };
  }
}
