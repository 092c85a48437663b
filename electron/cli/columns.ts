import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** One column each. Most texts are such, and the libraries' tables take 19 ms to be made: see build/bundle.mjs. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/** Columns that a line takes on a terminal: two for a wide character, none for an escape code. */
const widthOf = (line: string): number => (PRINTABLE_ASCII.test(line) ? line.length : stringWidth(line));

/** Breaks text at blanks so that it fits `width` columns; lines that fit, and words too long, stay as they are. */
export const wrap = (text: string, width: number): string[] =>
  text
    .split('\n')
    // wrap-ansi would take the indent from a line that fits.
    .flatMap((line) => (widthOf(line) <= width ? [line] : wrapAnsi(line, width).split('\n')));

/** A line cut to `width` columns, with an ellipsis where something is missing. */
export const cut = (line: string, width: number): string => (widthOf(line) <= width ? line : cliTruncate(line, width));

/** A line filled up with blanks to `width` columns. */
export const pad = (line: string, width: number): string => line + ' '.repeat(Math.max(0, width - widthOf(line)));
