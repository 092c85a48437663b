import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Owner, OwnerStore } from '../core/world/stores.ts';
import { keepAside, readJson, writeJson } from './json-file.ts';

const schema = z.object({ id: z.string().check(z.minLength(1)), adopted: z._default(z.array(z.string()), []) });

/** The whole id in what is left of a damaged file. */
const rest = (text: string): unknown => ({
  id: /"id":\s*"([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})"/.exec(text)?.[1],
});

/** An owner whose id is made when it is first read, and then stays. */
function withLateId(): Owner {
  let id: string | null = null;
  return {
    get id() {
      id ??= randomUUID();
      return id;
    },
    adopted: [],
  };
}

/** The id of this settings folder, in its `owner.json`. Throws `settings/unwritable`. */
export function createOwner(configDir: string): OwnerStore {
  const path = join(configDir, 'owner.json');
  let made: Owner | null = null;
  /** Nothing has an owner label before a first start, and Node takes 3 ms to load what makes ids. */
  const fresh = (): Owner => {
    made ??= withLateId();
    return made;
  };
  const stored = (): Owner | null => {
    const content = readJson(path);
    if (content.kind === 'none') return null;
    const parsed = schema.safeParse(content.kind === 'json' ? content.value : rest(content.text));
    if (content.kind === 'corrupt' || !parsed.success) keepAside(path);
    return parsed.success ? parsed.data : null;
  };
  const load = (): Owner => stored() ?? fresh();
  return {
    load,
    async keep() {
      if (stored() === null) await writeJson(path, fresh());
    },
    async adopt(instance) {
      const { id, adopted } = load();
      if (!adopted.includes(instance)) await writeJson(path, { id, adopted: [...adopted, instance] });
    },
  };
}
