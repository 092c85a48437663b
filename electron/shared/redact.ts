import { HIDDEN, withoutSecretsByContext } from './secret-context.ts';
import { tokensIn } from './secret-formats.ts';

/**
 * Hides passwords, keys and tokens in a text, of any number of lines: known secrets by value, others by what is before them
 * and by their format.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .reduce((result, secret) => result.replaceAll(secret, HIDDEN), text);
  return withoutTokens(withoutSecretsByContext(known));
}

function withoutTokens(text: string): string {
  let result = '';
  let end = 0;
  for (const [from, to] of [...tokensIn(text)].sort(([a], [b]) => a - b)) {
    // What was hidden by its context is not told again.
    if (from < end || text.slice(from, to).includes(HIDDEN)) continue;
    result += text.slice(end, from) + HIDDEN;
    end = to;
  }
  return result + text.slice(end);
}
