import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SecretsPort } from '../core/ports.ts';
import { codeOf } from './json-file.ts';

/** No letters or digits that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 24;

export const passwordPath = (configDir: string): string => join(configDir, 'secrets', 'admin-password');

/** The host's copy of the administrator's password, 0600 in a folder 0700; made once, at its first use. */
export function createSecrets(configDir: string): SecretsPort {
  const path = passwordPath(configDir);
  return {
    async adminPassword() {
      try {
        return readFileSync(path, 'utf8').trim();
      } catch (thrown) {
        if (codeOf(thrown) !== 'ENOENT') throw thrown;
      }
      const { randomInt } = await import('node:crypto');
      const password = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, `${password}\n`, { mode: 0o600, flag: 'wx' });
      chmodSync(path, 0o600);
      return password;
    },
  };
}
