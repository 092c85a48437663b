import { execFile } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { boundedFile } from '../bounded-file.ts';
import { dockerFolder } from './endpoint.ts';

/** What the engine sends to one registry (`X-Registry-Auth`). */
export type RegistryLogin =
  | { readonly serveraddress: string; readonly username: string; readonly password: string }
  | { readonly serveraddress: string; readonly identitytoken: string };

/** Docker Hub's name in references, and its key in docker's configuration. */
export const HUB = 'docker.io';
const HUB_KEY = 'https://index.docker.io/v1/';
/** A helper may ask the desktop's keyring. */
const HELPER_TIMEOUT_MS = 20_000;

/** The registry of an image reference: its first part if that looks like a host (distribution/reference), else Docker Hub. */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : HUB;
}

const entry = z.object({
  auth: z.optional(z.string()),
  username: z.optional(z.string()),
  password: z.optional(z.string()),
  identitytoken: z.optional(z.string()),
});
const configSchema = z.object({
  auths: z.optional(z.record(z.string(), entry)),
  credsStore: z.optional(z.string()),
  credHelpers: z.optional(z.record(z.string(), z.string())),
});
const helperSchema = z.object({ Username: z.string(), Secret: z.string() });

/**
 * The login of this host's registry that `docker login` or a credential helper has; null if there is none. A helper that
 * fails is reported by `warn` and gives none. No other registry's login is ever returned.
 */
export async function registryLogin(
  reference: string,
  env: NodeJS.ProcessEnv,
  warn: (line: string) => void,
): Promise<RegistryLogin | null> {
  const host = registryOf(reference);
  const key = host === HUB ? HUB_KEY : host;
  const { auths = {}, credsStore, credHelpers = {} } = readConfig(env);
  const helper = credHelpers[host] ?? credHelpers[key] ?? credsStore;
  if (helper !== undefined && helper !== '') return fromHelper(helper, key, env, warn);
  const found = Object.entries(auths).find(([name]) => hostOf(name) === hostOf(key))?.[1];
  if (found === undefined) return null;
  if (found.identitytoken) return { serveraddress: key, identitytoken: found.identitytoken };
  const decoded = Buffer.from(found.auth ?? '', 'base64')
    .toString('utf8')
    .replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  const username = found.username ?? (colon < 0 ? '' : decoded.slice(0, colon));
  const password = found.password ?? decoded.slice(colon + 1);
  return username === '' ? null : { serveraddress: key, username, password };
}

/** Keys were addresses once: `https://registry.example/v1/` is `registry.example`. */
const hostOf = (key: string): string => key.replace(/^https?:\/\//, '').split('/')[0] ?? '';

function readConfig(env: NodeJS.ProcessEnv): z.infer<typeof configSchema> {
  try {
    return configSchema.parse(JSON.parse(boundedFile(join(dockerFolder(env), 'config.json')).toString('utf8')));
  } catch {
    // As for docker itself: without a readable file there are no logins.
    return {};
  }
}

/** Asks `docker-credential-NAME get` (docker/docker-credential-helpers): the key on standard input, JSON as the answer. */
async function fromHelper(
  helper: string,
  key: string,
  env: NodeJS.ProcessEnv,
  warn: (line: string) => void,
): Promise<RegistryLogin | null> {
  const program = `docker-credential-${helper}`;
  const answer = await new Promise<{ readonly failed: string | null; readonly stdout: string }>((resolve) => {
    const child = execFile(program, ['get'], { env, timeout: HELPER_TIMEOUT_MS }, (error, stdout) =>
      resolve({ failed: error === null ? null : stdout.trim() || error.message, stdout }),
    );
    // A helper that does not start, or ends early, is reported above.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(key);
  });
  if (answer.failed !== null) {
    if (!/credentials not found/i.test(answer.failed)) warn(`${program} failed, so no login is used: ${answer.failed}`);
    return null;
  }
  const parsed = helperSchema.safeParse(jsonOf(answer.stdout));
  if (!parsed.success) {
    warn(`${program} gave no login that can be read`);
    return null;
  }
  const { Username, Secret } = parsed.data;
  return Username === '<token>'
    ? { serveraddress: key, identitytoken: Secret }
    : { serveraddress: key, username: Username, password: Secret };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
