import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where an engine listens that nobody has set up otherwise. */
export const STANDARD = 'unix:///var/run/docker.sock';

export interface KnownContext {
  /** SHA-256 of its name, which its folders are called. */
  readonly id: string;
  readonly name: string;
  readonly meta: unknown;
}

/** All contexts of a docker configuration folder; one that docker could not read either is left out. */
export function contextsIn(folder: string): readonly KnownContext[] {
  const metas = join(folder, 'contexts', 'meta');
  return (existsSync(metas) ? readdirSync(metas) : []).flatMap((id) => {
    try {
      const meta: unknown = JSON.parse(readFileSync(join(metas, id, 'meta.json'), 'utf8'));
      return typeof meta === 'object' && meta !== null && 'Name' in meta ? [{ id, name: String(meta.Name), meta }] : [];
    } catch {
      return [];
    }
  });
}

/** The engine's address in a context's metadata. */
export function hostOf(meta: unknown): string {
  const at = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
  const host = at(at(at(meta, 'Endpoints'), 'docker'), 'Host');
  return typeof host === 'string' && host !== '' ? host : STANDARD;
}
