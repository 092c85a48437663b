import { readFileSync } from 'node:fs';
import type { Settings } from '../shared/settings.ts';

/** What the app's log must not hold by value: the administrator's password and the API token, as they are now. */
export const knownSecrets = (passwordFile: string, settings: () => Settings) => (): readonly string[] =>
  [settings().jenkins.apiToken, contentOf(passwordFile)].filter((secret) => secret !== '');

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return ''; // none was generated yet
  }
}
