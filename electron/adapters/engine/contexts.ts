import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { boundedFile } from '../bounded-file.ts';

/** The engine's default address. */
export const DEFAULT_HOST = 'unix:///var/run/docker.sock';
/** Key in a context's metadata: the instance that wrote it. */
export const OWNER_KEY = 'io.jenkins-tray.instance';

export interface KnownContext {
  /** SHA-256 of its name: the name of its folders. */
  readonly id: string;
  readonly name: string;
  /** The engine's address. */
  readonly host: string;
  /** The instance that wrote it; null if it is not ours. */
  readonly instance: string | null;
}

/** A context's `meta.json`, as docker/cli's context store writes it. */
const metaSchema = z.object({
  Name: z.string(),
  Endpoints: z.nullish(z.object({ docker: z.nullish(z.object({ Host: z.nullish(z.string()) })) })),
  // Any content; omitted if empty.
  Metadata: z.optional(z.unknown()),
});
const ownedSchema = z.object({ [OWNER_KEY]: z.string() });

/**
 * All contexts in a docker configuration folder, except those that docker itself cannot read. Implemented here, since
 * dockerode supports only DOCKER_HOST.
 */
export function contextsIn(folder: string): readonly KnownContext[] {
  const metas = join(folder, 'contexts', 'meta');
  return (existsSync(metas) ? readdirSync(metas) : []).flatMap((id) => {
    const meta = metaSchema.safeParse(jsonIn(join(metas, id, 'meta.json')));
    if (!meta.success) return [];
    const { Name, Endpoints, Metadata } = meta.data;
    const owned = ownedSchema.safeParse(Metadata);
    return [
      {
        id,
        name: Name,
        host: Endpoints?.docker?.Host || DEFAULT_HOST,
        instance: owned.success ? (owned.data[OWNER_KEY] ?? null) : null,
      },
    ];
  });
}

const configSchema = z.looseObject({ currentContext: z.optional(z.string()) });

/** Docker's `config.json`. Empty if it is missing or unreadable: docker then uses its default context. */
export function dockerConfig(folder: string): z.infer<typeof configSchema> {
  const parsed = configSchema.safeParse(jsonIn(join(folder, 'config.json')));
  return parsed.success ? parsed.data : {};
}

/** The content of a JSON file; undefined if it is missing or not JSON. */
function jsonIn(path: string): unknown {
  try {
    return JSON.parse(boundedFile(path).toString('utf8'));
  } catch {
    return undefined;
  }
}
