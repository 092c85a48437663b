import { chmodSync, existsSync, linkSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SecretStore } from '../core/world/stores.ts';
import { FailureError } from '../shared/failure.ts';
import { secretsUnusable } from '../shared/failures/settings.ts';
import { boundedFile } from './bounded-file.ts';
import { codeOf, makeFolder } from './json-file.ts';
import { fileOpenToOthers } from './open-folder.ts';

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 24;

/** A home's id is ours, but it comes from a file in the home. */
const HOME_ID = /^[\w-]{1,64}$/;

export const passwordPath = (configDir: string): string => join(configDir, 'secrets', 'admin-password');

/** Where the password is that is about to replace the stored one, and the one before it. */
const nextPath = (path: string): string => `${path}.next`;
const formerPath = (path: string): string => `${path}.former`;

/** Where the app's own token of a home is. */
const tokenPath = (configDir: string, home: string): string =>
  join(dirname(passwordPath(configDir)), `api-token-${home}`);

/** The files of other passwords and the app's own tokens, of all homes: they are beside the password. */
export function secretsBeside(passwordFile: string): readonly string[] {
  const folder = dirname(passwordFile);
  try {
    return readdirSync(folder).flatMap((name) =>
      /^(api-token-|admin-password[.])/.test(name) ? [join(folder, name)] : [],
    );
  } catch {
    return []; // No secret was made yet.
  }
}

/**
 * The host's copies of secrets, 0600 in a folder 0700: the administrator's password, generated on first use, and the app's
 * API tokens.
 */
export function createSecrets(configDir: string): SecretStore {
  const path = passwordPath(configDir);
  return {
    async adminPassword() {
      try {
        const open = fileOpenToOthers(path);
        if (open !== null) throw new Error(open);
        const kept = read(path);
        if (kept !== '') return closed(path, kept);
        const password = await generated();
        makeFolder(dirname(path));
        return keep(path, password);
      } catch (thrown) {
        throw unusable(path, thrown);
      }
    },
    async draftPassword() {
      try {
        const password = await generated();
        makeFolder(dirname(path));
        replace(nextPath(path), password);
        return password;
      } catch (thrown) {
        throw unusable(path, thrown);
      }
    },
    async keepPassword(password) {
      try {
        makeFolder(dirname(path));
        const before = read(path);
        if (before !== password) {
          // In this order, so that the right one is there after a crash at any point.
          if (before !== '') replace(formerPath(path), before);
          replace(path, password);
        }
        rmSync(nextPath(path), { force: true });
      } catch (thrown) {
        throw unusable(path, thrown);
      }
    },
    async otherPasswords() {
      const stored = [nextPath(path), formerPath(path)].flatMap((other) =>
        existsSync(other) && fileOpenToOthers(other) === null ? [closed(other, read(other))] : [],
      );
      return [...new Set(stored)].filter((password) => password !== '' && password !== read(path));
    },
    async apiToken(home) {
      const token = tokenPath(configDir, home);
      if (!HOME_ID.test(home) || !existsSync(token)) return null;
      return fileOpenToOthers(token) === null ? closed(token, read(token)) : '';
    },
    async keepApiToken(home, token) {
      if (!HOME_ID.test(home)) return;
      makeFolder(dirname(path));
      try {
        replace(tokenPath(configDir, home), token);
      } catch (thrown) {
        throw new FailureError(secretsUnusable(dirname(path), String(thrown)), thrown);
      }
    },
  };
}

async function generated(): Promise<string> {
  const { randomInt } = await import('node:crypto');
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

const unusable = (path: string, thrown: unknown): FailureError =>
  thrown instanceof FailureError ? thrown : new FailureError(secretsUnusable(dirname(path), String(thrown)), thrown);

/** Empty if there is none yet, or if a full disk or a power failure left an empty file. */
function read(path: string): string {
  try {
    return boundedFile(path).toString('utf8').trim();
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return '';
    throw thrown;
  }
}

/** Takes others' access to the file away, such as a copy of the folder may have given. */
function closed(path: string, password: string): string {
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return password;
}

/**
 * Stores the password atomically and returns the stored one, since another process may have been first. Uses link(2),
 * which does not replace that one's file; write-file-atomic would.
 */
function keep(path: string, password: string): string {
  const draft = `${path}.${process.pid}`;
  try {
    // `wx` makes the file: it follows no link that somebody put there.
    rmSync(draft, { force: true });
    writeFileSync(draft, `${password}\n`, { mode: 0o600, flush: true, flag: 'wx' });
    if (read(path) === '') rmSync(path, { force: true });
    linkSync(draft, path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(path);
}

/** Stores a secret in place of the one before, atomically. */
function replace(path: string, secret: string): void {
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  try {
    writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true, flag: 'wx' });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
