import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** One column per character. Avoids the libraries' tables, which take 19 ms to build: see build/bundle/load-later.mjs. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/** Columns that a line takes on a terminal: a wide character takes two, an escape code none. */
export const widthOf = (line: string): number => (PRINTABLE_ASCII.test(line) ? line.length : stringWidth(line));

/** How many rows of a terminal a text takes, which wraps its long lines. */
export const rowsOf = (text: string, columns: number): number =>
  text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns))), 0);

/** What wrap-ansi makes of a line of ASCII, without its tables, which take a third of the time of `status`. */
function wrapAscii(line: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of line.trim().split(' ')) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row.trimEnd());
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row];
}

/** Wraps text at spaces to fit `width` columns; lines that fit, and words that are too long, are left unchanged. */
export const wrap = (text: string, width: number): string[] =>
  text
    .split('\n')
    // wrap-ansi would remove the indent of a line that fits.
    .flatMap((line) => {
      if (widthOf(line) <= width) return [line];
      return PRINTABLE_ASCII.test(line) ? wrapAscii(line, width) : wrapAnsi(line, width).split('\n');
    });

/** Truncates a line to `width` columns, with an ellipsis. */
export const cut = (line: string, width: number): string => (widthOf(line) <= width ? line : cliTruncate(line, width));

/** Pads a line with spaces to `width` columns. */
export const pad = (line: string, width: number): string => line + ' '.repeat(Math.max(0, width - widthOf(line)));
