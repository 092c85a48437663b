import { isRecent } from '../../shared/recent.ts';
import type { Clock } from '../world/clock.ts';
import { sleep } from '../world/sleep.ts';
import type { Running } from './build-count.ts';

/** Least time between two questions after changes, ms: each takes Jenkins some 20 ms. */
const APART_MS = 3000;
/** How many questions after a change may stay without an answer, such as during a switch, before the next poll asks. */
const MAX_TRIES = 3;
/** How often an idle Jenkins that reports its changes is asked, and its report looked for anew, ms: builds can write to that file. */
const UNTOLD_MS = 300_000;
/** Our script reports a few changes a second at most: more than this between two questions are not from it. */
const MAX_REPORTS = 1000;

/** Follows the changes that the running Jenkins reports, so that it is asked at once after each, and otherwise rarely. */
export class BuildChanges {
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  readonly #ask: (isStale: boolean) => Promise<boolean>;
  #container: string | undefined;
  #end: (() => void) | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** When an answer that is shown was asked for. */
  #knownAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;
  /** How many changes there were: of all time, before the question whose answer is shown, and before the last one. */
  #changes = 0;
  #answered = 0;
  #askedAbout = 0;
  #isWaiting = false;
  #hasBegun = false;

  /**
   * `ask`: asks Jenkins what runs and waits, and shows it; returns false if that is not known then. `isStale`: something has
   * changed since what is shown.
   */
  constructor(clock: Clock, closing: AbortSignal, ask: (isStale: boolean) => Promise<boolean>) {
    this.#clock = clock;
    this.#closing = closing;
    this.#ask = ask;
    closing.addEventListener('abort', () => this.#leave(), { once: true });
  }

  /** Before this, nothing is followed: one look at the state has no use for it. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** Whether Jenkins is to be asked though nothing was reported just now: where it reports nothing, always. */
  get isDue(): boolean {
    return this.#end === null || this.#isStale || !this.#isRecent(this.#knownAt);
  }

  /** Asks Jenkins, unless it is being asked. */
  count(): Promise<void> {
    this.#asking ??= this.#countOnce().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Follows this Jenkins from now on, once it is up; null: none runs. */
  async follow(running: Running | null, isUp: boolean): Promise<void> {
    if (running === null) this.#leave();
    else if (isUp && (this.#end === null || running.place.script !== this.#container)) await this.#follow(running);
  }

  /** Looks for the report of this Jenkins again, if that was minutes ago: it may have come, or another file taken its place. */
  async renew(running: Running | null): Promise<void> {
    if (running !== null && !this.#isRecent(this.#lookedAt)) await this.#follow(running);
  }

  /** Jenkins was asked for all that it shows, and did not answer wholly. */
  missed(): void {
    if (this.#hasBegun) void this.#changed();
  }

  #leave(): void {
    this.#container = undefined;
    this.#replace(null);
  }

  #replace(end: (() => void) | null): void {
    this.#end?.();
    this.#end = end;
  }

  get #isStale(): boolean {
    return this.#changes > this.#answered;
  }

  #isRecent(since: number): boolean {
    return isRecent(since, this.#clock.monotonic(), UNTOLD_MS);
  }

  async #countOnce(): Promise<void> {
    const about = this.#changes;
    this.#askedAbout = about;
    this.#askedAt = this.#clock.monotonic();
    if (!(await this.#ask(this.#isStale))) return;
    this.#knownAt = this.#askedAt;
    this.#answered = about;
  }

  async #follow({ place: { script: container }, world: { host, home } }: Running): Promise<void> {
    const wasFollowed = this.#end !== null && container === this.#container;
    if (!wasFollowed) this.#leave();
    this.#container = container;
    if (!this.#hasBegun || container === undefined || this.#closing.aborted) return;
    const before = this.#end;
    this.#lookedAt = this.#clock.monotonic();
    const end = await host
      .followBuilds(home, container, {
        changed: () => void this.#changed(),
        ended: () => {
          // Else the end of an earlier one would end the one that follows now.
          if (this.#end === end) this.#end = null;
          void this.#changed();
        },
      })
      .catch(() => null);
    // Another look may have followed it, or another one, meanwhile.
    if (this.#closing.aborted || this.#container !== container || this.#end !== before) return end?.();
    this.#replace(end);
    // It may only have been slow: the next poll looks again.
    if (end === null && wasFollowed) this.#lookedAt = Number.NEGATIVE_INFINITY;
    // What changed before this was not reported.
    this.#askedAbout = this.#changes;
    if (end !== null) void this.#changed();
  }

  async #changed(): Promise<void> {
    this.#changes += 1;
    if (this.#changes - this.#askedAbout > MAX_REPORTS) this.#leave();
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    try {
      for (let tries = 0; this.#isStale && tries < MAX_TRIES; tries += 1) {
        const since = this.#clock.monotonic() - this.#askedAt;
        if (since < APART_MS) await sleep(this.#clock, APART_MS - since, this.#closing);
        this.#closing.throwIfAborted();
        await this.count();
      }
    } catch {
      // The app ends, or the next poll asks again.
    } finally {
      this.#isWaiting = false;
    }
  }
}
