import { readFileSync } from 'node:fs';
import type { Settings } from '../shared/settings.ts';

/** Returns the secrets to redact from the app's log: the current administrator password and API token. */
export const knownSecrets = (passwordFile: string, settings: () => Settings) => (): readonly string[] =>
  [settings().jenkins.apiToken, contentOf(passwordFile)].filter((secret) => secret !== '');

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return ''; // no password was generated yet
  }
}
