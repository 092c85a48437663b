/** What a log line must not hold, wherever it comes from. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // "apiToken": "…", password=…, token: …
  [/("?(?:api[-_]?token|password|passwd|secret|token)"?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi, '$1(hidden)'],
  // http://user:password@host
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:)[^\s@/]+@/gi, '$1(hidden)@'],
  [/(authorization:\s*\w+\s+)\S+/gi, '$1(hidden)'],
];

/** A text without passwords and tokens: the known ones by value, others by what stands before them. */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((rest, secret) => rest.replaceAll(secret, '(hidden)'), text);
  return PATTERNS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), known);
}
