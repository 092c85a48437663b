import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { PluginLook } from '../core/world/plugins.ts';
import type { HomeStore } from '../core/world/stores.ts';
import { keepAside, readJson, writeJson } from './json-file.ts';

const failing = z.array(z.object({ name: z.string(), why: z.string() }));
const looks = z.record(
  z.string(),
  z.object({
    older: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
    failing,
    failingAfter: failing,
    lacking: z.array(z.string()),
    isTakenOver: z.boolean(),
    keptAs: z.nullable(z.string().check(z.regex(/^plugins-[\d-]+$/))),
  }),
);

/** The homes that are whole in what is left of a damaged file. */
const rest = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/("(?:[^"\\\p{Cc}]|\\["\\/])*"):\s*"([\w-]+)"/gu)].map(([, home = '""', id = '']) => [
      String(JSON.parse(home)),
      id,
    ]),
  );

/** Remembers homes in `homes.json` of the settings folder. Throws `settings/unwritable`. */
export function createHomes(configDir: string): HomeStore {
  const path = join(configDir, 'homes.json');
  const load = (): Readonly<Record<string, string>> => {
    const content = readJson(path);
    // The label of our containers still knows the home.
    if (content.kind === 'corrupt') {
      keepAside(path);
      return rest(content.text);
    }
    if (content.kind !== 'json' || typeof content.value !== 'object' || content.value === null) return {};
    return Object.fromEntries(
      Object.entries(content.value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  };
  const pluginsPath = join(configDir, 'home-plugins.json');
  /** What is unreadable is looked at again. */
  const pluginLooks = (): Readonly<Record<string, PluginLook>> => {
    const content = readJson(pluginsPath);
    if (content.kind === 'corrupt') keepAside(pluginsPath);
    const parsed = content.kind === 'json' ? looks.safeParse(content.value) : null;
    return parsed?.success === true ? parsed.data : {};
  };
  return {
    pluginLook: (home) => pluginLooks()[home] ?? null,
    async rememberPlugins(home, look) {
      const { [home]: before, ...others } = pluginLooks();
      if (before === undefined && look === null) return;
      await writeJson(pluginsPath, look === null ? others : { ...others, [home]: look });
    },
    known: async (home) => load()[home] ?? null,
    async remember(home, id) {
      const homes = load();
      if (homes[home] !== id) await writeJson(path, { ...homes, [home]: id });
    },
    newId: () => randomUUID(),
  };
}
