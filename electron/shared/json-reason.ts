/** How many characters before and after the place Node quotes. */
const QUOTED = 10;

/**
 * Why a text is no JSON, with the line where it is known. Node quotes what is at that place, which in a file of settings may
 * be a token.
 */
export function jsonReason(thrown: unknown, text: string): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [, what, position] = /^(.*?)(?: in JSON)? at position (\d+)(?: \(line \d+ column \d+\))?$/s.exec(message) ?? [];
  if (what !== undefined) return `${what}${lineAt(text, Number(position))}`;
  const [, token, cutBefore, quoted = '', cutAfter] =
    /^(Unexpected token '.*?'), (\.\.\.)?"(.*)"(\.\.\.)? is not valid JSON$/su.exec(message) ?? [];
  if (token === undefined) return message;
  const at = text.indexOf(quoted);
  const isKnown = at >= 0 && at === text.lastIndexOf(quoted);
  const place = cutBefore !== undefined ? at + QUOTED : cutAfter !== undefined ? quoted.length - QUOTED : -1;
  return `${token}${isKnown && place >= 0 ? lineAt(text, place) : ''}`;
}

const lineAt = (text: string, position: number): string => ` in line ${text.slice(0, position).split('\n').length}`;
