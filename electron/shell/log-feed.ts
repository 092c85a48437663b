/** Batches of lines a second, at most; a screen shows no more frames. */
const INTERVAL = 1000 / 60;
/** Lines in one batch: a flood of a million passes in some seconds, and a batch is copied in about a millisecond. */
const BATCH_LINES = 2000;
const BATCH_CHARACTERS = 512 * 1024;
/** A reader is asked to pause above, and to go on below. */
const HIGH = 2 * BATCH_LINES;
/** Batches that were sent and not yet taken by the window. */
const MAX_IN_FLIGHT = 2;

export interface LogFeedWorld {
  send(lines: readonly string[]): void;
  /** Runs once after `ms`; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
  now(): number;
}

/** Between a log that comes as fast as it can and the window that shows it: batches, and back-pressure in both directions. */
export class LogFeed {
  readonly #world: LogFeedWorld;
  #lines: string[] = [];
  #underWay = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #room: (() => void)[] = [];
  #closed = false;

  constructor(world: LogFeedWorld) {
    this.#world = world;
  }

  push(line: string): void {
    if (this.#closed) return;
    this.#lines.push(line);
    this.#schedule();
  }

  /** While there is more than can be sent soon: resolves when the source may go on. */
  full(): Promise<void> | null {
    if (this.#closed || this.#lines.length < HIGH) return null;
    return new Promise((resolve) => this.#room.push(resolve));
  }

  /** The window took a batch. */
  taken(): void {
    this.#underWay = Math.max(0, this.#underWay - 1);
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#lines = [];
    this.#goOn();
  }

  #schedule(): void {
    if (this.#closed || this.#cancel !== null || this.#lines.length === 0 || this.#underWay >= MAX_IN_FLIGHT) return;
    const wait = Math.max(0, this.#sentAt + INTERVAL - this.#world.now());
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
    this.#underWay += 1;
    this.#world.send(batch);
    if (this.#lines.length < HIGH) this.#goOn();
  }

  #goOn(): void {
    const waiting = this.#room;
    this.#room = [];
    for (const resolve of waiting) resolve();
  }
}
