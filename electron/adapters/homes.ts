import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { HomeStore } from '../core/world/stores.ts';
import { keepAside, readJson, writeJson } from './json-file.ts';

/** Remembers homes in `homes.json` of the settings folder. Throws `settings/unwritable`. */
export function createHomes(configDir: string): HomeStore {
  const path = join(configDir, 'homes.json');
  const load = (): Readonly<Record<string, string>> => {
    const content = readJson(path);
    // The label of our containers still knows the home.
    if (content.kind === 'corrupt') keepAside(path);
    if (content.kind !== 'json' || typeof content.value !== 'object' || content.value === null) return {};
    return Object.fromEntries(
      Object.entries(content.value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  };
  return {
    known: async (home) => load()[home] ?? null,
    async remember(home, id) {
      const homes = load();
      if (homes[home] !== id) await writeJson(path, { ...homes, [home]: id });
    },
    newId: () => randomUUID(),
  };
}
