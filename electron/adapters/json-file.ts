import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  unwatchFile,
  watch,
  watchFile as watchPolled,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type * as z from 'zod/mini';
import { FailureError } from '../shared/failure.ts';
import { settingsUnreadable, settingsUnwritable } from '../shared/failures/settings.ts';
import { jsonReason } from '../shared/json-reason.ts';
import { boundedFile } from './bounded-file.ts';

/** The content of a JSON file: none yet, a value, or invalid JSON, also that of an empty file, as a power failure may leave it. */
export type Content =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'corrupt'; readonly why: string; readonly text: string };

/** Reads a JSON file; throws `settings/unwritable` if it is not readable, not a file, or larger than any of ours. */
export function readJson(path: string): Content {
  let text: string;
  try {
    // Some editors begin a file with a byte order mark, which is not JSON.
    text = boundedFile(path)
      .toString('utf8')
      .replace(/^\ufeff/, '');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return { kind: 'none' };
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const isForeign = ['EACCES', 'EPERM'].includes(codeOf(thrown));
    throw new FailureError(settingsUnreadable(dirname(path), message, isForeign), thrown);
  }
  if (text.trim() === '') return { kind: 'corrupt', why: 'The file is empty.', text: '' };
  try {
    return { kind: 'json', value: JSON.parse(text), text };
  } catch (thrown) {
    return { kind: 'corrupt', why: `The file is not valid JSON: ${jsonReason(thrown, text)}`, text };
  }
}

/** The value in a JSON file of which nothing depends for long; null if there is none, or none of this shape that can be read. */
export function knownIn<T>(path: string, schema: z.ZodMiniType<T>): T | null {
  try {
    const content = readJson(path);
    const found = content.kind === 'json' ? schema.safeParse(content.value) : null;
    return found?.success === true ? found.data : null;
  } catch {
    return null;
  }
}

/** Writes the file atomically, with mode 0600; throws `settings/unwritable`. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  try {
    makeFolder(dirname(path));
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown;
    throw new FailureError(settingsUnwritable(dirname(path), String(thrown)), thrown);
  }
}

/** How many copies of one corrupt file stay. */
const MAX_COPIES = 5;

/**
 * Keeps a copy of a corrupt file, one per version, and of several the newest; returns the copy's path, or the original path
 * if that failed.
 */
export function keepAside(path: string): string {
  const kept = `${path}.corrupt-${Math.floor(statSync(path).mtimeMs)}`;
  try {
    copyFileSync(path, kept, 1);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') return path;
  }
  removeOldCopies(path, kept);
  return kept;
}

/** The newest by the time in its name; the one that was just kept stays also after the clock was set back. */
function removeOldCopies(path: string, kept: string): void {
  try {
    const prefix = `${basename(path)}.corrupt-`;
    const timeOf = (name: string): number => Number(name.slice(prefix.length));
    const others = readdirSync(dirname(path))
      .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) && name !== basename(kept))
      .sort((a, b) => timeOf(b) - timeOf(a));
    for (const name of others.slice(MAX_COPIES - 1)) rmSync(join(dirname(path), name), { force: true });
  } catch {
    // Nothing depends on it.
  }
}

/**
 * Calls back soon after the file changed or was replaced; returns a function that unsubscribes. Watches the folder, since
 * a watch of the file would not survive its replacement.
 */
export function watchFile(path: string, changed: () => void, watchFolder = watch): () => void {
  let timer: NodeJS.Timeout | undefined;
  let end = (): void => undefined;
  const pollInstead = (): void => {
    end = poll(path, changed);
  };
  try {
    makeFolder(dirname(path));
    const watcher = watchFolder(dirname(path), (_event, name) => {
      if (name !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, 50);
    });
    end = () => watcher.close();
    watcher.on('error', () => {
      watcher.close();
      pollInstead();
    });
  } catch {
    // All inotify instances of this user are taken, as by editors, or the folder cannot be made.
    pollInstead();
  }
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Calls back within a second after the file changed; returns a function that unsubscribes. */
function poll(path: string, changed: () => void): () => void {
  watchPolled(path, { interval: 500, persistent: false }, changed);
  return () => unwatchFile(path, changed);
}

/**
 * Creates a folder and its parents for this user only. Throws `settings/unwritable`. Not with Node's own `recursive`, which
 * tries for ever where a folder cannot be created though its parent exists, as below /proc.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.unshift(path);
  try {
    for (const path of missing) makeOne(path);
  } catch (thrown) {
    throw new FailureError(settingsUnwritable(folder, String(thrown)), thrown);
  }
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  }
}

export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
