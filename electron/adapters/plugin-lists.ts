import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pluginsHash } from '../core/stack/composition.ts';
import type { PluginListStore } from '../core/world/plugin-lists.ts';
import { FailureError } from '../shared/failure.ts';
import { fileNotSaved } from '../shared/failures/settings.ts';
import { makeFolder } from './json-file.ts';

/** Copies with one hash: more than one only where somebody has edited a copy. */
const MAX_SAME = 20;

/**
 * Copies of all lists of plugins that images were built from, by their hashes; a few KiB each, read-only, never removed. One
 * that was edited all the same is left alone and counts for its new text at most.
 */
export function createPluginLists(given: string): PluginListStore {
  const configDir = resolve(given);
  const copies = join(configDir, 'plugins');
  const places = (hash: string, type: string): readonly string[] =>
    Array.from({ length: MAX_SAME }, (_, at) => join(copies, `plugins-${hash}${at === 0 ? '' : `-${at}`}.${type}`));
  return {
    async keep(name, text) {
      const all = places(pluginsHash(text), name === 'plugins.yaml' ? 'yaml' : 'txt');
      const copy = all.find((path) => textOf(path) === text);
      if (copy !== undefined) return copy;
      const free = all.find((path) => !existsSync(path)) ?? all[0] ?? copies;
      await writeList(free, text, 0o400);
      return free;
    },
    kept: async (hash) =>
      ['txt', 'yaml']
        .flatMap((type) => places(hash, type))
        .find((path) => existsSync(path) && pluginsHash(textOf(path) ?? '') === hash) ?? null,
    isCopy: (file) => dirname(file) === copies,
    own: (name) => join(configDir, name),
    write: (path, text) => writeList(path, text, 0o600),
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** `mode`: of a new one. */
async function writeList(path: string, text: string, mode: number): Promise<void> {
  try {
    makeFolder(dirname(path));
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await writeFileAtomic(path, text, existsSync(path) ? {} : { mode });
  } catch (thrown) {
    throw new FailureError(fileNotSaved(path, thrown instanceof Error ? thrown.message : String(thrown)), thrown);
  }
}
