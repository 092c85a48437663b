import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pluginsHash } from '../core/stack/composition.ts';
import type { PluginListStore } from '../core/world/plugin-lists.ts';
import { FailureError } from '../shared/failure.ts';
import { fileNotSaved } from '../shared/failures/settings.ts';
import { makeFolder } from './json-file.ts';

/** Copies of all lists of plugins that images were built from, by their hashes; a few KiB each, never removed. */
export function createPluginLists(given: string): PluginListStore {
  const configDir = resolve(given);
  const copies = join(configDir, 'plugins');
  const path = (hash: string, type: string): string => join(copies, `plugins-${hash}.${type}`);
  return {
    async keep(name, text) {
      const copy = path(pluginsHash(text), name === 'plugins.yaml' ? 'yaml' : 'txt');
      if (existsSync(copy)) return copy;
      makeFolder(copies);
      await writeList(copy, text);
      return copy;
    },
    kept: async (hash) => ['txt', 'yaml'].map((type) => path(hash, type)).find((it) => existsSync(it)) ?? null,
    isCopy: (file) => dirname(file) === copies,
    own: (name) => join(configDir, name),
    write: writeList,
  };
}

/** A new one is this user's alone. */
async function writeList(path: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(path));
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await writeFileAtomic(path, text, existsSync(path) ? {} : { mode: 0o600 });
  } catch (thrown) {
    throw new FailureError(fileNotSaved(path, thrown instanceof Error ? thrown.message : String(thrown)), thrown);
  }
}
