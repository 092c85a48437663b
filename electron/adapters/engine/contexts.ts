import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** Where an engine listens that nobody has set up otherwise. */
export const STANDARD = 'unix:///var/run/docker.sock';
/** In a context's metadata: which instance wrote it. */
export const OWNER = 'io.jenkins-tray.instance';

export interface KnownContext {
  /** SHA-256 of its name, which its folders are called. */
  readonly id: string;
  readonly name: string;
  /** The engine's address. */
  readonly host: string;
  /** The instance that wrote it; null where somebody else did. */
  readonly instance: string | null;
}

/** A context's `meta.json`, as docker/cli's context store writes it. */
const metaSchema = z.object({
  Name: z.string(),
  Endpoints: z.nullish(z.object({ docker: z.nullish(z.object({ Host: z.nullish(z.string()) })) })),
  // Free for whoever writes it, and left out where it is empty.
  Metadata: z.optional(z.unknown()),
});
const ownedSchema = z.object({ [OWNER]: z.string() });

/**
 * All contexts of a docker configuration folder; one that docker could not read either is left out. By hand: dockerode
 * knows DOCKER_HOST alone.
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
        host: Endpoints?.docker?.Host || STANDARD,
        instance: owned.success ? (owned.data[OWNER] ?? null) : null,
      },
    ];
  });
}

const configSchema = z.looseObject({ currentContext: z.optional(z.string()) });

/**
 * Docker's `config.json`. Empty where there is none, or none that docker itself could read: then it uses its default
 * context, and the file is the user's to mend.
 */
export function dockerConfig(folder: string): z.infer<typeof configSchema> {
  const parsed = configSchema.safeParse(jsonIn(join(folder, 'config.json')));
  return parsed.success ? parsed.data : {};
}

/** Undefined where the file is missing, or is no JSON. */
function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
