import type { Row } from './rows.ts';

const TAB = 8;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const COLOUR_OR_CHARACTER = /\u001b\[[\d;]*m|[\s\S]/g;
/**
 * Characters of no column or two, and those whose width only the terminal knows; their lines wrap anywhere. Quotation marks,
 * dashes, arrows, Greek and Cyrillic have one.
 */
const OTHER_WIDTHS =
  /\u00ad|[\u20d0-\u20ff]|[\u0300-\u036f\u0483-\u0489\u0591-\u200f\u2028-\u202f\u2060-\u206f\u2329\u232a\u2c00-\uffff]/;

/**
 * A line for a terminal of so many columns, wrapped at words. Each row but the last is filled with spaces, so that the
 * terminal itself goes to the next row and knows that both are one line, which search and selection need.
 */
export function wrapped(line: string, columns: number): string {
  // Too short to be wrapped, whatever its tabs and colours.
  if (line.length + (TAB - 1) * line.split('\t').length <= columns || OTHER_WIDTHS.test(line)) return line;
  let out = '';
  let column = 0;
  /** Behind the last space of this row: the place in `out`, and the column. */
  let space = { at: 0, column: 0 };
  for (const [piece] of line.matchAll(COLOUR_OR_CHARACTER)) {
    const isColour = piece.startsWith('\u001b');
    if (column >= columns && !isColour) {
      // A word that is longer than a row goes on in the next.
      const end = space.column === 0 ? columns : space.column;
      out = out.slice(0, space.at) + ' '.repeat(columns - end) + out.slice(space.at);
      column -= end;
      space = { at: 0, column: 0 };
    }
    const shown = piece === '\t' ? ' '.repeat(Math.min(TAB - (column % TAB), columns - column)) : piece;
    out += shown;
    column += isColour ? 0 : shown.length;
    if (/[ \t]/.test(piece)) space = { at: out.length, column };
  }
  return out;
}

/** The lines of such rows, with what was filled in taken out. */
export function unwrapped(rows: readonly Row[]): string {
  const lines: string[] = [];
  for (const { text, isWrapped } of rows) {
    const before = lines.at(-1);
    if (!isWrapped || before === undefined) lines.push(text);
    else if (/\s$/.test(before) || /^\s/.test(text))
      lines[lines.length - 1] = `${before.trimEnd()} ${text.trimStart()}`;
    else lines[lines.length - 1] = `${before}${text}`;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}
