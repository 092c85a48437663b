/** Key names of secrets: `apiToken`, `API_KEY`, `password`… */
const SECRET_KEY = '(?:api[-_]?(?:token|key)|pass(?:word|wd)|secret|token)';

/** Secrets that must not be stored or shared, recognised by their context. */
const PATTERNS: readonly RegExp[] = [
  // "apiToken": "…", password=…, token: …
  new RegExp(String.raw`("?${SECRET_KEY}"?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)`, 'gi'),
  // --token …
  new RegExp(String.raw`(--?${SECRET_KEY}\s+)("[^"]*"|'[^']*'|\S+)`, 'gi'),
  // http://user:password@host, http://token@host
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+(?=@)/gi,
  /(authorization"?\s*[:=]\s*"?(?:(?:basic|bearer)\s+)?)[^\s",]+/gi,
];

/** Hides passwords and tokens in a text: known secrets by value, others by the key before them. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((result, secret) => result.replaceAll(secret, '(hidden)'), text);
  return PATTERNS.reduce((result, pattern) => result.replace(pattern, '$1(hidden)'), known);
}
