/**
 * What Java's logging, a container engine and our own entry points put before or around the level of a line:
 * `WARNING: …`, `… [id=27]\tSEVERE\thudson.…`, `level=error`.
 */
const SEVERE = /^SEVERE:|\tSEVERE\t|\blevel=(?:error|fatal|panic)\b/;
const WARNING = /^WARNING:|\tWARNING\t|\blevel=warn(?:ing)?\b/;

const BOLD_RED = '\u001b[1;31m';
const YELLOW = '\u001b[33m';

/** A line of a log as it is shown: warnings and errors stand out, unless the line has colours of its own. */
export function withSeverity(line: string): string {
  if (line.includes('\u001b')) return line;
  const colour = SEVERE.test(line) ? BOLD_RED : WARNING.test(line) ? YELLOW : null;
  return colour === null ? line : `${colour}${line}\u001b[0m`;
}
