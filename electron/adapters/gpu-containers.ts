import type Docker from 'dockerode';
import * as z from 'zod/mini';
import { type ContainerUse, environment } from '../core/gpu/attribute.ts';

/** The part of an inspection that identifies a container's owner; the engine and `docker inspect` return the same format. */
const facts = z.object({
  Id: z.string(),
  Name: z.string(),
  Config: z.object({ Env: z.nullish(z.array(z.string())), Labels: z.nullish(z.record(z.string(), z.string())) }),
  Mounts: z.nullish(z.array(z.object({ Source: z.optional(z.string()) }))),
});
const processes = z.object({ Titles: z.array(z.string()), Processes: z.nullable(z.array(z.array(z.string()))) });

/** Deadline of an engine request: without one, an engine that hangs would block the listing forever. */
const PATIENCE_MS = 15_000;

/** The label of our containers: Jenkins and its engine. */
const OUR_LABEL = 'io.jenkins-tray.role';

export interface GpuContainers {
  /** Finds a container by id on the host's engine or the nested one; null if that engine does not know it. */
  byId(id: string, nested: boolean): Promise<ContainerUse | null>;
  /** Finds the container on the host's engine that runs a host process; null if there is none. */
  byProcess(pid: number): Promise<ContainerUse | null>;
}

/**
 * Queries the engines for a container's owner. `connect` returns a client of the host's engine when first needed;
 * `nestedInspect` returns the output of `docker inspect ID` in the DinD container; null: no nested engine.
 */
export function createGpuContainers(
  connect: () => Promise<Docker>,
  nestedInspect: (id: string) => Promise<string | null>,
): GpuContainers {
  let connected: Promise<Docker> | null = null;
  const docker = (): Promise<Docker> => {
    connected ??= connect().catch((thrown: unknown) => {
      connected = null;
      throw thrown;
    });
    return connected;
  };
  const onHost = async (id: string): Promise<unknown> =>
    (await docker()).getContainer(id).inspect({ abortSignal: AbortSignal.timeout(PATIENCE_MS) });
  const byId = async (id: string, nested: boolean): Promise<ContainerUse | null> => {
    try {
      const text = nested ? await nestedInspect(id) : null;
      const found: unknown = nested ? JSON.parse(text ?? '[]') : [await onHost(id)];
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
      return null; // Removed, or on another engine: the caller shows the process name instead.
    }
  };
  return {
    byId,
    async byProcess(pid) {
      const client = await docker();
      const abortSignal = AbortSignal.timeout(PATIENCE_MS);
      for (const { Id } of await client.listContainers({ abortSignal })) {
        // The container may have ended meanwhile.
        const answer: unknown = await client
          .getContainer(Id)
          .top({ ps_args: '-eo pid', abortSignal })
          .catch(() => null);
        const top = processes.safeParse(answer);
        if (top.success && top.data.Processes?.some(([first]) => Number(first) === pid)) return byId(Id, false);
      }
      return null;
    },
  };
}
