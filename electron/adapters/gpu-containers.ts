import type Docker from 'dockerode';
import * as z from 'zod/mini';
import { type ContainerUse, environment } from '../core/gpu/attribute.ts';

/** The part of an inspection that says whose a container is; the engine and `docker inspect` return the same form. */
const facts = z.object({
  Id: z.string(),
  Name: z.string(),
  Config: z.object({ Env: z.nullish(z.array(z.string())), Labels: z.nullish(z.record(z.string(), z.string())) }),
  Mounts: z.nullish(z.array(z.object({ Source: z.optional(z.string()) }))),
});
const processes = z.object({ Titles: z.array(z.string()), Processes: z.nullable(z.array(z.array(z.string()))) });

/** How long an engine may take: without a limit, one that hangs would stop the listing for good. */
const PATIENCE_MS = 15_000;

/** Ours carry this label: Jenkins and its engine. */
const OUR_LABEL = 'io.jenkins-tray.role';

export interface GpuContainers {
  /** A container by its id on the host's engine or the nested one; null where that engine does not know it. */
  byId(id: string, nested: boolean): Promise<ContainerUse | null>;
  /** The container of the host's engine in which a process of the host runs; null where none does. */
  byProcess(pid: number): Promise<ContainerUse | null>;
}

/**
 * Asks the engines whose a container is. `connect` returns a client of the host's engine, when it is first needed;
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
      return null; // Gone, or another engine's: the caller shows the process's own name.
    }
  };
  return {
    byId,
    async byProcess(pid) {
      const client = await docker();
      const abortSignal = AbortSignal.timeout(PATIENCE_MS);
      for (const { Id } of await client.listContainers({ abortSignal })) {
        // One that ended meanwhile has no processes.
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
