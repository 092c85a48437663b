/**
 * Limits of the queue: the earlier lines that main sends first (3000) fit, a flood does not. The terminal keeps 10,000
 * rows, enough for two rows per line.
 */
export const MAX_LINES = 4000;
export const MAX_CHARACTERS = 1_000_000;

/** A piece of the log: lines to write, preceded by `leftOut` dropped lines. */
export interface LogPiece {
  readonly leftOut: number;
  readonly lines: readonly string[];
}

/**
 * Queues log lines for the terminal in bounded memory: if they arrive faster than they are drawn, the oldest queued ones
 * are dropped and counted, so a flood loses its middle and keeps its beginning and end.
 */
export class LogQueue {
  #lines: string[] = [];
  #at = 0;
  #characters = 0;
  #leftOut = 0;

  /** Number of queued lines. */
  get size(): number {
    return this.#lines.length - this.#at;
  }

  /** Number of lines not taken yet: queued, and dropped since the last `take`. */
  get behind(): number {
    return this.size + this.#leftOut;
  }

  push(batch: readonly string[]): void {
    const skipped = Math.max(0, batch.length - MAX_LINES);
    if (skipped > 0) {
      this.#leftOut += this.size + skipped;
      this.#drop(this.size);
    }
    for (let at = skipped; at < batch.length; at += 1) {
      const line = batch[at] ?? '';
      this.#lines.push(line);
      this.#characters += line.length;
    }
    while (this.size > MAX_LINES || (this.#characters > MAX_CHARACTERS && this.size > 1)) {
      this.#leftOut += 1;
      this.#drop(1);
    }
  }

  /** Takes at most `most` lines, and at most `characters` unless the first line is longer; null if none are queued. */
  take(most: number, characters = MAX_CHARACTERS): LogPiece | null {
    if (this.behind === 0) return null;
    const lines: string[] = [];
    let left = characters;
    for (let at = this.#at; at < this.#lines.length && lines.length < most; at += 1) {
      const line = this.#lines[at] ?? '';
      left -= line.length;
      if (left < 0 && lines.length > 0) break;
      lines.push(line);
    }
    const piece = { leftOut: this.#leftOut, lines };
    this.#leftOut = 0;
    this.#drop(lines.length);
    return piece;
  }

  clear(): void {
    this.#lines = [];
    this.#at = 0;
    this.#characters = 0;
    this.#leftOut = 0;
  }

  #drop(count: number): void {
    for (let n = 0; n < count; n += 1) {
      this.#characters -= this.#lines[this.#at]?.length ?? 0;
      this.#lines[this.#at] = '';
      this.#at += 1;
    }
    // Shifting on each call would move the whole queue.
    if (this.#at > 1024 && this.#at * 2 > this.#lines.length) {
      this.#lines = this.#lines.slice(this.#at);
      this.#at = 0;
    }
  }
}
