import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { RefusedLogin, RefusedLogins } from '../core/world/stores.ts';
import { knownIn, writeJson } from './json-file.ts';

const schema = z.object({
  key: z.string().check(z.regex(/^[\w+/=]{40,100}$/)),
  refused: z.array(z.object({ container: z.string(), user: z.string(), login: z.string() })),
  /** When the logins of a user were last given anew, ms since 1970. */
  forgotten: z.catch(z._default(z.record(z.string(), z.number()), {}), {}),
});
type Stored = z.infer<typeof schema>;

/** Refusals that are kept, newest last. */
const MAX_REFUSALS = 64;

/**
 * Logins that were refused, in `refused-logins.json` of the settings folder (0600), since each command is a process of its
 * own. It holds no secret, but an HMAC of it with a random key: without the secret nobody tells whether it is that one. A
 * disk that is full costs one more try in each process.
 */
export function createRefusedLogins(configDir: string, now: () => number = Date.now): RefusedLogins {
  const path = join(configDir, 'refused-logins.json');
  /** Those that could not be stored. */
  const unsaved = new Set<string>();
  // What is unreadable is learned again.
  const load = (): Stored =>
    knownIn(path, schema) ?? { key: randomBytes(32).toString('base64'), refused: [], forgotten: {} };
  return {
    has(login) {
      const { key, refused } = load();
      const hash = hashOf(login, key);
      return refused.some((it) => it.login === hash) || unsaved.has(nameOf(login));
    },
    hasAny: (container, user) =>
      load().refused.some((it) => it.container === container && it.user === user) || unsaved.size > 0,
    async add(login, sentAt) {
      const { key, refused, forgotten } = load();
      const { container, user } = login;
      if (isBefore(sentAt, forgotten[user] ?? null)) return;
      const entry = { container, user, login: hashOf(login, key) };
      const others = refused.filter((it) => it.login !== entry.login);
      try {
        await writeJson(path, { key, refused: [...others, entry].slice(-MAX_REFUSALS), forgotten });
      } catch {
        unsaved.add(nameOf(login));
      }
    },
    async forget(user) {
      unsaved.clear();
      const { key, refused, forgotten } = load();
      const others = refused.filter((it) => it.user !== user);
      await writeJson(path, { key, refused: others, forgotten: { ...forgotten, [user]: now() } });
    },
  };
}

/** An answer takes seconds; a longer time says that the clock was set back. */
const MAX_ANSWER_MS = 60_000;
const isBefore = (sentAt: number, forgottenAt: number | null): boolean =>
  forgottenAt !== null && sentAt < forgottenAt && sentAt > forgottenAt - MAX_ANSWER_MS;

const hashOf = (login: RefusedLogin, key: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(nameOf(login)).digest('base64');

const nameOf = ({ container, user, password }: RefusedLogin): string => JSON.stringify([container, user, password]);
