import type { Terminal } from '@xterm/xterm';
import { rowsOf } from './rows.ts';
import { wrapped } from './wrapped.ts';

/** Characters kept for the next width of the window; 10,000 usual lines have about 1.5 million. */
const MAX_CHARACTERS = 4_000_000;
/** The terminal's own full reset, in order with what is written. */
const RESET = '\u001bc';

/** The lines of a log in a terminal: wrapped at words, and again when its width changes. */
export class Scrollback {
  readonly #terminal: Terminal;
  readonly #most: number;
  #lines: string[] = [];
  #characters = 0;
  #columns: number;

  /** `most`: the number of lines kept. */
  constructor(terminal: Terminal, most: number) {
    this.#terminal = terminal;
    this.#most = most;
    this.#columns = terminal.cols;
  }

  /** Writes lines below the others; calls back once they are parsed. */
  write(lines: readonly string[], done: () => void): void {
    const start = this.#lines.length === 0 ? '' : '\r\n';
    for (const line of lines) {
      this.#lines.push(line);
      this.#characters += line.length;
    }
    this.#forget();
    this.#terminal.write(`${start}${this.#text(lines)}`, done);
  }

  /** To be called when the width may have changed; calls back if the lines were wrapped anew. */
  fitted(rewrapped: () => void): void {
    if (this.#terminal.cols === this.#columns) return;
    this.#columns = this.#terminal.cols;
    if (this.#lines.length === 0) return;
    const below = this.#linesBelow();
    this.#terminal.write(`${RESET}${this.#text(this.#lines)}`, () => {
      this.#scrollTo(below);
      rewrapped();
    });
  }

  clear(): void {
    this.#lines = [];
    this.#characters = 0;
    this.#columns = this.#terminal.cols;
    this.#terminal.reset();
  }

  #text(lines: readonly string[]): string {
    return lines.map((line) => wrapped(line, this.#columns)).join('\r\n');
  }

  /** Forgets the oldest lines, a tenth at a time: moving the rest on each write would take long. */
  #forget(): void {
    if (this.#lines.length <= this.#most * 1.1 && this.#characters <= MAX_CHARACTERS * 1.1) return;
    let drop = Math.max(0, this.#lines.length - this.#most);
    let left = this.#lines.slice(drop).reduce((sum, line) => sum + line.length, 0);
    for (; left > MAX_CHARACTERS; drop += 1) left -= this.#lines[drop]?.length ?? 0;
    this.#lines = this.#lines.slice(drop);
    this.#characters = left;
  }

  /** How many lines begin below the first row that is seen; 0 if the end is seen. */
  #linesBelow(): number {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    if (viewportY >= baseY) return 0;
    return rowsOf(this.#terminal)
      .slice(viewportY)
      .filter(({ isWrapped }) => !isWrapped).length;
  }

  #scrollTo(below: number): void {
    if (below === 0) return;
    const rows = rowsOf(this.#terminal);
    let row = rows.length;
    for (let left = below; left > 0 && row > 0; row -= 1) if (rows[row - 1]?.isWrapped === false) left -= 1;
    this.#terminal.scrollToLine(row);
  }
}
