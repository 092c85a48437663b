import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Owner, OwnerStore } from '../core/world/stores.ts';
import { keepAside, readJson, writeJson } from './json-file.ts';

const schema = z.object({ id: z.string().check(z.minLength(1)), adopted: z._default(z.array(z.string()), []) });

/** The id of this settings folder, in its `owner.json`. Throws `settings/unwritable`. */
export function createOwner(configDir: string): OwnerStore {
  const path = join(configDir, 'owner.json');
  const fresh: Owner = { id: randomUUID(), adopted: [] };
  const stored = (): Owner | null => {
    const content = readJson(path);
    if (content.kind === 'none') return null;
    const parsed = content.kind === 'json' ? schema.safeParse(content.value) : null;
    if (parsed?.success === true) return parsed.data;
    keepAside(path);
    return null;
  };
  const load = (): Owner => stored() ?? fresh;
  return {
    load,
    async keep() {
      if (stored() === null) await writeJson(path, fresh);
    },
    async adopt(instance) {
      const { id, adopted } = load();
      if (!adopted.includes(instance)) await writeJson(path, { id, adopted: [...adopted, instance] });
    },
  };
}
