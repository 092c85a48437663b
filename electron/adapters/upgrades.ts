import { join } from 'node:path';
import * as z from 'zod/mini';
import type { UpgradeStore } from '../core/world/upgrades.ts';
import { JENKINS_MODES } from '../shared/mode.ts';
import { keepAside, readJson, writeJson } from './json-file.ts';

const side = z.object({
  base: z.string(),
  image: z.nullable(z.string()),
  keptAs: z.nullable(z.string()),
  jenkins: z.nullable(z.string()),
  plugins: z._default(z.nullable(z.object({ file: z.string(), kept: z.nullable(z.string()) })), null),
});
const record = z.object({
  at: z.number(),
  mode: z.enum(JENKINS_MODES),
  home: z.string(),
  state: z.enum(['begun', 'done', 'undone', 'returning', 'returned']),
  before: side,
  after: side,
  keepsHome: z.boolean(),
  snapshot: z.nullable(z.string()),
  stamp: z._default(z.number(), 0),
  started: z.boolean(),
  restored: z.boolean(),
  failedBefore: z._default(z.array(z.string()), []),
});

const schema = z.extend(record, { previous: z._default(z.nullable(record), null) });

/** The last upgrade, in `upgrade.json` of the settings folder. Throws `settings/unwritable`. */
export function createUpgrades(configDir: string): UpgradeStore {
  const path = join(configDir, 'upgrade.json');
  return {
    load() {
      const content = readJson(path);
      if (content.kind === 'none') return null;
      const parsed = content.kind === 'json' ? schema.safeParse(content.value) : null;
      if (parsed?.success === true) return parsed.data;
      keepAside(path);
      return null;
    },
    save: (upgrade) => writeJson(path, upgrade),
  };
}
