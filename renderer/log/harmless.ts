import { colouredLine } from '../../electron/shared/harmless.ts';
import { strings } from '../strings.ts';

/** Longer lines are truncated, and the number of omitted characters is shown. */
export const MAX_LINE_CHARACTERS = 4000;

/**
 * Reduces a log line to text and colours. Removes titles, links, clipboard writes, cursor moves, terminal queries, hidden
 * text and bidirectional controls. Colours end with the line. A carriage return is shown as a symbol, so that the text
 * before it stays readable.
 */
export function harmless(line: string): string {
  const cut = line.length > MAX_LINE_CHARACTERS ? line.slice(0, MAX_LINE_CHARACTERS) : line;
  const rest = line.length - cut.length;
  return rest === 0 ? colouredLine(cut) : `${colouredLine(cut)}${strings.logs.cut(rest)}`;
}
