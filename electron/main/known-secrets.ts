import { boundedFile } from '../adapters/bounded-file.ts';
import { secretsBeside } from '../adapters/secrets.ts';
import type { Settings } from '../shared/settings.ts';

/** Returns the secrets to redact from the app's log: the administrator's passwords, and the user's and own API tokens. */
export const knownSecrets = (passwordFile: string, settings: () => Settings) => (): readonly string[] =>
  [settings().jenkins.apiToken, ...[passwordFile, ...secretsBeside(passwordFile)].map(contentOf)].filter(
    (secret) => secret !== '',
  );

function contentOf(path: string): string {
  try {
    return boundedFile(path).toString('utf8').trim();
  } catch {
    return ''; // no password was generated yet
  }
}
