/** Minimum time between batches, ms; a screen shows no more frames. */
const BATCH_INTERVAL_MS = 1000 / 60;
/** Lines per batch: a million lines take some seconds, and copying a batch takes about 1 ms. */
const BATCH_LINES = 2000;
const BATCH_CHARACTERS = 512 * 1024;
/** The reader pauses above this many queued lines and resumes below. */
const HIGH_WATER_MARK = 2 * BATCH_LINES;
/** Maximum number of batches sent but not yet acknowledged by the window. */
const MAX_IN_FLIGHT = 2;

export interface LogFeedWorld {
  send(lines: readonly string[]): void;
  /** Runs once after `ms`; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
}

/** Passes a log to the window in batches, with back-pressure in both directions. */
export class LogFeed {
  readonly #world: LogFeedWorld;
  #lines: string[] = [];
  #inFlight = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #waiting: (() => void)[] = [];
  #closed = false;

  constructor(world: LogFeedWorld) {
    this.#world = world;
  }

  push(line: string): void {
    if (this.#closed) return;
    this.#lines.push(line);
    this.#schedule();
  }

  /** If the queue is full, returns a promise that resolves when the source may resume; else null. */
  full(): Promise<void> | null {
    if (this.#closed || this.#lines.length < HIGH_WATER_MARK) return null;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Called when the window acknowledged a batch. */
  taken(): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#lines = [];
    this.#resume();
  }

  #schedule(): void {
    if (this.#closed || this.#cancel !== null || this.#lines.length === 0 || this.#inFlight >= MAX_IN_FLIGHT) return;
    const wait = Math.max(0, this.#sentAt + BATCH_INTERVAL_MS - this.#world.now());
    this.#cancel = this.#world.after(wait, () => {
      this.#cancel = null;
      this.#send();
      this.#schedule();
    });
  }

  #send(): void {
    let end = 0;
    for (let characters = 0; end < this.#lines.length && end < BATCH_LINES && characters < BATCH_CHARACTERS; end += 1)
      characters += this.#lines[end]?.length ?? 0;
    const batch = this.#lines.slice(0, end);
    this.#lines = this.#lines.slice(end);
    this.#sentAt = this.#world.now();
    this.#inFlight += 1;
    this.#world.send(batch);
    if (this.#lines.length < HIGH_WATER_MARK) this.#resume();
  }

  #resume(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
