// biome-ignore-all lint/suspicious/noControlCharactersInRegex: this file matches control characters.
import { strings } from '../strings.ts';
import { sgr } from './sgr.ts';

/** Longer lines are truncated, and the number of omitted characters is shown. */
export const MAX_LINE_CHARACTERS = 4000;

/** Any C0 or C1 control except tab, and Unicode bidirectional controls. */
const SUSPECT = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/**
 * Whole sequences that begin with ESC or a C1 equivalent: strings (OSC, DCS, SOS, PM, APC) up to their terminator or the
 * end of the line; control sequences (CSI); two- and three-character sequences. Then single controls.
 */
const SEQUENCES =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)?|(?:\u001b\[|\u009b)([0-?]*)([ -/]*)([@-~])?|\u001b[ -/]*[0-~]?|[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Reduces a log line to text and colours. Removes titles, links, clipboard writes, cursor moves, terminal queries, hidden
 * text and bidirectional controls. Colours end with the line. A carriage return is shown as a symbol, so that the text
 * before it stays readable.
 */
export function harmless(line: string): string {
  const cut = line.length > MAX_LINE_CHARACTERS ? line.slice(0, MAX_LINE_CHARACTERS) : line;
  const rest = line.length - cut.length;
  const shown = SUSPECT.test(cut) ? coloured(cut) : cut;
  return rest === 0 ? shown : `${shown}${strings.logs.cut(rest)}`;
}

function coloured(line: string): string {
  let any = false;
  const text = line.replace(SEQUENCES, (whole, parameters?: string, intermediates?: string, final?: string) => {
    if (whole === '\r') return '␍';
    if (final !== 'm' || intermediates !== '') return '';
    const kept = sgr(parameters ?? '');
    any ||= kept !== '';
    return kept;
  });
  return any ? `${text}\u001b[0m` : text;
}
