import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import * as z from 'zod/mini';
import type { BuildOutput } from '../../core/world/engine.ts';
import { FailureError } from '../../shared/failure.ts';
import { pullFailure } from '../../shared/failures/image.ts';
import { detailsOf } from './errors.ts';
import { pullRows } from './progress-rows.ts';
import { registryLogin, registryOf } from './registry-login.ts';
import { ownDigests, partsOf } from './repository.ts';

/** Lines of progress, at most one in this time. */
const PROGRESS_EVERY_MS = 1000;
/** Layers that are counted; an image has at most 127. */
const MAX_LAYERS = 500;

/**
 * Pulls a base image that is not on the engine, with its own registry's login, so that no login has to enter a build:
 * dockerode's build session answers every registry with the same one. Throws `image/…`.
 */
export async function pullIfMissing(
  docker: Docker,
  reference: string,
  output: BuildOutput,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  if ((await look(docker, reference, signal)) !== 'absent') return;
  await pull(docker, reference, output, signal, env);
}

/**
 * Pulls a base image again, for what has changed since under the same name. One that was built or loaded on this engine
 * comes from no registry, and stays. Throws `image/…`.
 */
export async function pullAgain(
  docker: Docker,
  reference: string,
  output: BuildOutput,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const found = await look(docker, reference, signal);
  const asItIs = `${reference} came from no registry under this name; it is used as it is`;
  if (found === 'local') return output(asItIs);
  await pull(docker, reference, output, signal, env).catch((thrown: unknown) => {
    // Engines with containerd's image store do not tell what was built on them, and Docker Hub says this of an unknown name.
    const isUnknown = thrown instanceof FailureError && /repository does not exist/i.test(thrown.failure.detail);
    if (found === 'absent' || !isUnknown) throw thrown;
    output(asItIs);
  });
}

async function pull(
  docker: Docker,
  reference: string,
  output: BuildOutput,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const login = await registryLogin(reference, env, output);
  const registry = registryOf(reference);
  output(`Pulling ${reference} from ${registry}${login === null ? '' : ' with your login'}`);
  const error = await pulled(docker, reference, login, output, signal).catch((thrown: unknown) => {
    signal.throwIfAborted();
    const { message, statusCode } = detailsOf(thrown);
    // Without an answer it is the engine that is away, not the registry.
    if (statusCode === 0) throw thrown;
    return message;
  });
  signal.throwIfAborted();
  if (error !== null)
    throw new FailureError(pullFailure({ base: reference, registry, message: error, hasLogin: login !== null }));
}

/** `local`: it is there and was never pulled or pushed under this name, as far as the engine knows. */
async function look(docker: Docker, reference: string, signal: AbortSignal): Promise<'absent' | 'pulled' | 'local'> {
  try {
    const digests = ownDigests(reference, await docker.getImage(reference).inspect());
    return digests?.length === 0 ? 'local' : 'pulled';
  } catch {
    signal.throwIfAborted();
    // A pull of an image that is there costs a request; an engine that is away is reported by it.
    return 'absent';
  }
}

const rowSchema = z.object({
  id: z.optional(z.string()),
  error: z.optional(z.string()),
  /** Docker's later engines send this alone. */
  errorDetail: z.optional(z.object({ message: z.optional(z.string()) })),
  progressDetail: z.optional(z.object({ current: z.optional(z.number()), total: z.optional(z.number()) })),
});

/** Pulls; resolves with the registry's or engine's message if that failed, else with null. */
async function pulled(
  docker: Docker,
  reference: string,
  login: object | null,
  output: BuildOutput,
  signal: AbortSignal,
): Promise<string | null> {
  const stream: unknown = await docker.createImage(login ?? {}, { ...partsOf(reference), abortSignal: signal });
  if (!(stream instanceof Readable)) return 'The engine sent no progress.';
  const layers = new Map<string, { readonly current: number; readonly total: number }>();
  let told = Number.NEGATIVE_INFINITY;
  const progress = (row: z.infer<typeof rowSchema>): void => {
    const { current = 0, total = 0 } = row.progressDetail ?? {};
    if (row.id === undefined || total === 0) return;
    if (layers.size >= MAX_LAYERS && !layers.has(row.id)) return;
    layers.set(row.id, { current, total });
    if (performance.now() - told < PROGRESS_EVERY_MS) return;
    told = performance.now();
    const sum = (of: 'current' | 'total'): number => [...layers.values()].reduce((all, layer) => all + layer[of], 0);
    output(`Pulling ${reference}: ${megabytes(sum('current'))} of ${megabytes(sum('total'))} MB`);
  };
  let failed: string | null = null;
  await pullRows(stream, (value) => {
    const row = rowSchema.safeParse(value);
    if (!row.success) return;
    failed ??= row.data.errorDetail?.message ?? row.data.error ?? null;
    progress(row.data);
  });
  return failed;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
