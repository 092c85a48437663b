// biome-ignore-all lint/suspicious/noControlCharactersInRegex: this file matches control characters.
import { sgr } from './sgr.ts';

/** C0 except tab and line feed, DEL and C1, and what turns, joins or hides text (Unicode bidirectional controls). */
const CONTROLS =
  '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb';
const EACH_CONTROL = new RegExp(`[${CONTROLS}]`, 'g');
const SUSPECT = new RegExp(`[${CONTROLS}\\ud800-\\udfff]`);

/**
 * Whole sequences that begin with ESC or a C1 equivalent: strings (OSC, DCS, SOS, PM, APC) up to their terminator;
 * control sequences (CSI); two- and three-character sequences. Then single controls. Of a string without a terminator
 * only the beginning is removed: it must not hide the text after it. No part can match at two lengths, so that the time
 * stays linear.
 */
const SEQUENCES = new RegExp(
  [
    '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])(?:[^\\u0007\\n\\u001b\\u0080-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c))?',
    '(?:\\u001b\\[|\\u009b)([0-?]*)([ -/]*)([@-~])?',
    '\\u001b[ -/]*[0-~]?',
    `[${CONTROLS}]`,
  ].join('|'),
  'g',
);
const HALF_PAIRS = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Longest text of a failure, a snapshot or any other data, in characters; a settings document has about 2000. */
const MAX_TEXT = 16 * 1024;

/** Reduces a text to lines of visible characters and tabs: for everything that is shown to users. */
export const harmless = (text: string): string => reduced(text, () => '');

/** Like `harmless`, but keeps colours (SGR): for text that we have coloured ourselves. */
export const withColours = (text: string): string => reduced(text, sgr);

/** Like `withColours`, for one line of a log: its colours end with it. */
export function colouredLine(line: string): string {
  const shown = withColours(line).replaceAll('\n', ' ');
  return shown.includes('\u001b') ? `${shown}\u001b[0m` : shown;
}

/** Like `harmless`, as one line of at most `max` characters: for menus, tooltips and notifications. */
export function harmlessLine(text: string, max: number): string {
  // Longer than anything that is kept, so that a text of megabytes costs nothing.
  const line = harmless(text.slice(0, 8 * max))
    .replace(/[\n\t]\s*/g, ' ')
    .trimEnd();
  // Without half of an emoji at the end.
  return wellFormed(line.length <= max ? line : `${line.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`);
}

/** A copy of plain data with each text harmless and of bounded length; the value itself if nothing had to change. */
export function harmlessData<T>(value: T): T;
export function harmlessData(value: unknown): unknown {
  if (typeof value === 'string') return bounded(value);
  if (Array.isArray(value)) {
    const copy = value.map((it: unknown) => harmlessData(it));
    return copy.every((it, at) => Object.is(it, value[at])) ? value : copy;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const before = Object.entries(value);
  const after = before.map(([key, it]: [string, unknown]) => [key, harmlessData(it)] as const);
  return after.every(([, it], at) => Object.is(it, before[at]?.[1])) ? value : Object.fromEntries(after);
}

/** A JSON text with every suspect character as an escape: the same document, harmless on a terminal. */
export const escapedJson = (json: string): string =>
  json.replace(EACH_CONTROL, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);

function bounded(text: string): string {
  const rest = text.length - MAX_TEXT;
  return rest <= 0 ? harmless(text) : `${harmless(text.slice(0, MAX_TEXT))} … (${rest} more characters)`;
}

function reduced(text: string, colours: (parameters: string) => string): string {
  if (!SUSPECT.test(text)) return text;
  const shown = text
    .replaceAll('\r\n', '\n')
    .replace(SEQUENCES, (whole, parameters?: string, intermediates?: string, final?: string) => {
      // The text before it stays readable: nothing is drawn over it.
      if (whole === '\r') return '␍';
      if (whole === '\u2028' || whole === '\u2029') return ' ';
      return final === 'm' && intermediates === '' ? colours(parameters ?? '') : '';
    });
  return wellFormed(shown);
}

/** Half a surrogate pair is no character, and the bus refuses it. */
const wellFormed = (text: string): string => text.replace(HALF_PAIRS, '\ufffd');
