import type Docker from 'dockerode';
import * as z from 'zod/mini';
import { type ContainerUse, environment } from '../core/gpu/attribute.ts';

/** The part of an inspection that tells whose a container is; the engine and `docker inspect` give the same form. */
const facts = z.object({
  Id: z.string(),
  Name: z.string(),
  Config: z.object({ Env: z.nullish(z.array(z.string())), Labels: z.nullish(z.record(z.string(), z.string())) }),
  Mounts: z.nullish(z.array(z.object({ Source: z.optional(z.string()) }))),
});

/** Ours carry this label: Jenkins and its engine. */
const OUR_LABEL = 'io.jenkins-tray.role';

/**
 * A container by its id on the host's engine or the nested one; null where that engine does not know it.
 * `nestedInspect` runs `docker inspect ID` in the DinD container and gives its output; null: no nested engine.
 */
export function createGpuContainers(
  connect: () => Promise<Docker>,
  nestedInspect: (id: string) => Promise<string | null>,
) {
  let connected: Promise<Docker> | null = null;
  const docker = (): Promise<Docker> => {
    connected ??= connect();
    return connected;
  };
  return async (id: string, nested: boolean): Promise<ContainerUse | null> => {
    try {
      const text = nested ? await nestedInspect(id) : null;
      const found: unknown = nested ? JSON.parse(text ?? '[]') : [await (await docker()).getContainer(id).inspect()];
      const one = z.array(facts).parse(found)[0];
      if (one === undefined) return null;
      return {
        id: one.Id,
        name: one.Name.replace(/^\//, ''),
        engine: nested ? 'nested' : 'host',
        sources: (one.Mounts ?? []).flatMap(({ Source }) => Source ?? []),
        env: environment(one.Config.Env),
        ours: OUR_LABEL in (one.Config.Labels ?? {}),
      };
    } catch {
      return null; // Gone, or another engine's: the caller shows the process's own name.
    }
  };
}
