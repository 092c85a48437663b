import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SecretStore } from '../core/world/stores.ts';
import { codeOf } from './json-file.ts';

/** No letters or digits that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 24;

export const passwordPath = (configDir: string): string => join(configDir, 'secrets', 'admin-password');

/** The host's copy of the administrator's password, 0600 in a folder 0700; made once, at its first use. */
export function createSecrets(configDir: string): SecretStore {
  const path = passwordPath(configDir);
  return {
    async adminPassword() {
      const kept = read(path);
      if (kept !== '') return kept;
      const { randomInt } = await import('node:crypto');
      const password = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      return keep(path, password);
    },
  };
}

/** Empty where there is none yet, or where a full disk or a power cut left nothing of it. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return '';
    throw thrown;
  }
}

/**
 * Stores the whole password or nothing of it, and gives the one that is kept: another process may have been first. By
 * hand: write-file-atomic would replace that one's, and link(2) does not.
 */
function keep(path: string, password: string): string {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, `${password}\n`, { mode: 0o600, flush: true });
    if (read(path) === '') rmSync(path, { force: true });
    linkSync(draft, path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(path);
}
