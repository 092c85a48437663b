/** Allowed attributes: reset, bold, dim, italic, underline, inverse, strike, and their ends; not blink or hidden. */
const ATTRIBUTES = new Set([0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29]);
/** More parameters than any real sequence has. */
const MAX_PARAMETERS = 32;

const isColour = (code: number): boolean =>
  (code >= 30 && code <= 37) ||
  code === 39 ||
  (code >= 40 && code <= 47) ||
  code === 49 ||
  (code >= 90 && code <= 97) ||
  (code >= 100 && code <= 107);

/**
 * Turns the parameters of an SGR sequence (`1;38;2;255;0;0`) into a sequence with the allowed ones; empty if none is.
 * True colours become the nearest of the 256: xterm sets true colours as style attributes, which the window's policy
 * forbids.
 */
export function sgr(parameters: string): string {
  if (!/^[\d;:]*$/.test(parameters)) return '';
  if (parameters === '') return '\u001b[0m';
  const groups = parameters.split(';').slice(0, MAX_PARAMETERS);
  const kept: string[] = [];
  for (let at = 0; at < groups.length; ) {
    const { code, length } = codeAt(groups, at);
    if (code !== null) kept.push(code);
    at += length;
  }
  return kept.length === 0 ? '' : `\u001b[${kept.join(';')}m`;
}

/** The code that begins at a group, null if not allowed, and the number of groups it spans. */
function codeAt(groups: readonly string[], at: number): { readonly code: string | null; readonly length: number } {
  const [code = 0, ...inline] = (groups[at] ?? '').split(':').map(Number);
  if (code !== 38 && code !== 48)
    return { code: ATTRIBUTES.has(code) || isColour(code) ? String(code) : null, length: 1 };
  // `38:5:n` and `38:2::r:g:b` in one group, `38;5;n` and `38;2;r;g;b` over several.
  const separate = inline.length === 0;
  const values = separate ? groups.slice(at + 1, at + 5).map(Number) : inline;
  const index = paletteIndex(values);
  const more = values[0] === 2 ? 4 : 2;
  return { code: index === null ? null : `${code};5;${index}`, length: separate ? 1 + more : 1 };
}

const byte = (value: number | undefined): value is number => value !== undefined && value >= 0 && value <= 255;

/** `[5, n]` or `[2, r, g, b]` (or five values, with the colour space second) as an index of the 256 colours. */
function paletteIndex(values: readonly number[]): number | null {
  const [kind, first] = values;
  if (kind === 5) return byte(first) ? first : null;
  if (kind !== 2) return null;
  const [red, green, blue] = values.slice(values.length > 4 ? -3 : 1);
  if (!byte(red) || !byte(green) || !byte(blue)) return null;
  if (red === green && green === blue) {
    if (red < 8) return 16;
    return red > 247 ? 231 : 232 + Math.min(23, Math.round((red - 8) / 10));
  }
  const step = (value: number): number => Math.round((value / 255) * 5);
  return 16 + 36 * step(red) + 6 * step(green) + step(blue);
}
