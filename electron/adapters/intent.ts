import { join } from 'node:path';
import * as z from 'zod/mini';
import type { IntentStore } from '../core/world/stores.ts';
import type { FailureCode } from '../shared/failure.ts';
import { MODES } from '../shared/mode.ts';
import type { Intent } from '../shared/snapshot.ts';
import { keepAside, readJson, watchFile, writeJson } from './json-file.ts';

const mode = z.enum(MODES);
const failure = z.nullable(
  z.object({
    // A newer version may have more codes.
    code: z.custom<FailureCode>((value) => typeof value === 'string'),
    title: z.string(),
    detail: z.string(),
    fix: z.exactOptional(z.string()),
    command: z.exactOptional(z.string()),
  }),
);
const restore = z.object({
  snapshot: z.string(),
  stamp: z.number(),
  state: z.enum(['asked', 'begun', 'done', 'undoing']),
  home: z.exactOptional(z.string()),
  replaced: z.exactOptional(z.nullable(z.string())),
  used: z.exactOptional(z.boolean()),
  before: z.exactOptional(z.object({ home: z.string(), setting: z.string() })),
});
/**
 * A file of an earlier version lacks newer fields, and one of a later version may have values that are unknown here, so
 * only the mode must be there: what was asked for is not forgotten.
 */
const schema = z.object({
  id: z._default(z.int(), 1),
  mode,
  from: z.catch(z.optional(mode), undefined),
  // What may be unfinished is looked at again.
  state: z.catch(z._default(z.enum(['pending', 'settled', 'failed']), 'pending'), 'pending'),
  consents: z._default(z.array(z.string()), []),
  at: z._default(z.number(), 0),
  purge: z.catch(z._default(z.array(z.enum(['volumes', 'images'])), []), []),
  failure: z._default(failure, null),
  gpuless: z._default(failure, null),
  left: z._default(failure, null),
  toolkitFrom: z._default(z.nullable(z.string()), null),
  plugins: z.exactOptional(failure),
  aborted: z.exactOptional(failure),
  replacedHome: z.exactOptional(failure),
  waitingSince: z.exactOptional(z.catch(z.nullable(z.number()), null)),
  restore: z.exactOptional(z.catch(z.nullable(restore), null)),
  snapshot: z.exactOptional(z.catch(z.nullable(z.string()), null)),
  upgrade: z.exactOptional(z.catch(z.nullable(z.number()), null)),
  quieted: z.exactOptional(z.catch(z.nullable(z.string()), null)),
});

/**
 * What the rest of a damaged file still says, without its consents: they are asked for again. Whether it was at work is then
 * often unknown, and nothing is started for that; what differs is shown.
 */
function rest(text: string): Readonly<Record<string, unknown>> {
  const word = (key: string): string | undefined => new RegExp(`"${key}":\\s*"([a-z]+)"`).exec(text)?.[1];
  const id = /"id":\s*(\d{1,15}),/.exec(text)?.[1];
  return {
    ...(id === undefined ? {} : { id: Number(id) }),
    mode: word('mode'),
    from: word('from'),
    state: word('state') ?? 'settled',
  };
}

/** What is stored before anything was requested. */
export const noRequest: Intent = {
  id: 0,
  mode: 'off',
  from: 'off',
  state: 'settled',
  consents: [],
  at: 0,
  purge: [],
  failure: null,
  gpuless: null,
  toolkitFrom: null,
  left: null,
};

/** The last request, in its own file, so that any process can resume it. */
export function createIntent(configDir: string): IntentStore {
  const path = join(configDir, 'intent.json');
  return {
    load() {
      const content = readJson(path);
      if (content.kind === 'none') return noRequest;
      const parsed = schema.safeParse(content.kind === 'json' ? content.value : rest(content.text));
      if (content.kind === 'corrupt' || !parsed.success) keepAside(path);
      return parsed.success ? { ...parsed.data, from: parsed.data.from ?? parsed.data.mode } : noRequest;
    },
    save: (intent) => writeJson(path, intent),
    watch: (changed) => watchFile(path, changed),
  };
}
