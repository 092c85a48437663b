import { boundedFile } from '../adapters/bounded-file.ts';
import type { Settings } from '../shared/settings.ts';

/** Returns the secrets to redact from the app's log: the current administrator password and API token. */
export const knownSecrets = (passwordFile: string, settings: () => Settings) => (): readonly string[] =>
  [settings().jenkins.apiToken, contentOf(passwordFile)].filter((secret) => secret !== '');

function contentOf(path: string): string {
  try {
    return boundedFile(path).toString('utf8').trim();
  } catch {
    return ''; // no password was generated yet
  }
}
