import { join } from 'node:path';
import * as z from 'zod/mini';
import type { BaseStore } from '../core/world/upgrades.ts';
import { knownIn, writeJson } from './json-file.ts';

const schema = z.object({ base: z.string(), at: z.number(), newer: z.nullable(z.string()) });

/** What a registry said last, in `base.json` of the settings folder; what cannot be read is asked again. */
export function createBases(configDir: string): BaseStore {
  const path = join(configDir, 'base.json');
  return {
    load: () => knownIn(path, schema),
    save: (look) => writeJson(path, look),
  };
}
