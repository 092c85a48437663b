/** What stands before a secret: `apiToken`, `API_KEY`, `password`… */
const WORD = '(?:api[-_]?(?:token|key)|pass(?:word|wd)|secret|token)';

/** What nothing that is kept or passed on may hold, wherever it comes from. */
const PATTERNS: readonly RegExp[] = [
  // "apiToken": "…", password=…, token: …
  new RegExp(String.raw`("?${WORD}"?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)`, 'gi'),
  // --token …
  new RegExp(String.raw`(--?${WORD}\s+)("[^"]*"|'[^']*'|\S+)`, 'gi'),
  // http://user:password@host, and a token in the user's place
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+(?=@)/gi,
  /(authorization"?\s*[:=]\s*"?(?:(?:basic|bearer)\s+)?)[^\s",]+/gi,
];

/** A text without passwords and tokens: the known ones by value, others by what stands before them. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((rest, secret) => rest.replaceAll(secret, '(hidden)'), text);
  return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, '$1(hidden)'), known);
}
