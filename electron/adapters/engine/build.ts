import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import * as z from 'zod/mini';
import type { BuildOutput } from '../../core/world/engine.ts';
import type { ImageSpec } from '../../core/world/specs.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';
import { buildFailed, pullFailure } from '../../shared/failures/image.ts';
import { contextTar } from './build-context.ts';
import { buildRows } from './progress-rows.ts';
import { pullAgain, pullIfMissing } from './pull.ts';
import { registryOf } from './registry-login.ts';
import { asItIsHere } from './repository.ts';

/** Lines that a Failure shows, and lines that are kept during a build. */
const MAX_LINES_SHOWN = 20;
const MAX_LINES_KEPT = 500;
/** Characters of a line and of an error. */
const MAX_LINE = 4000;
const MAX_ERROR = 16 * 1024;

/** Builds an image from its build context with BuildKit, its base pulled first; throws `image/…` with the failed step and its last lines. */
export async function buildImage(
  docker: Docker,
  spec: ImageSpec,
  output: BuildOutput,
  signal: AbortSignal,
): Promise<void> {
  if (spec.renews === true) await pullAgain(docker, spec.base, output, signal);
  else await pullIfMissing(docker, spec.base, output, signal);
  const context = await contextTar(spec);
  const options = {
    version: '2' as const,
    t: spec.reference,
    buildargs: { ...spec.buildArgs, BASE: await baseHere(docker, spec.base) },
    labels: { ...spec.labels },
    // What the image installs on top of the base would otherwise stay as it is for as long as the base does.
    ...(spec.renews === true ? { nocache: true } : {}),
    abortSignal: signal,
  };
  // The engine keeps building until an abort ends this response.
  const stream = await docker.buildImage(Readable.from([context]), options);
  if (!(stream instanceof Readable)) throw new Error('The engine sent no progress.');
  const lines: string[] = [];
  let failed: string | null = null;
  const onRow = (event: unknown): void => {
    failed ??= errorIn(event);
    for (const line of rowLines(event)) {
      const cut = copied(line.slice(0, MAX_LINE));
      lines.push(cut);
      if (lines.length > MAX_LINES_KEPT) lines.shift();
      output(cut);
    }
  };
  try {
    await buildRows(docker, stream, onRow);
  } catch (thrown) {
    signal.throwIfAborted();
    failed = thrown instanceof Error ? thrown.message : String(thrown);
  }
  signal.throwIfAborted();
  if (failed !== null) throw new FailureError(buildFailure(spec, failed, lines));
}

const storeSchema = z.object({ DriverStatus: z.nullish(z.array(z.array(z.string()))) });
const versionSchema = z.object({ ApiVersion: z.string() });
/** Of Docker 28.3. Older ones with that store do not find an image by tag and digest that was only built or loaded there. */
const FIRST_MINOR = 51;

/**
 * The base as BuildKit must be told to use the one that is here. With containerd's image store, which new set-ups of Docker 29
 * have, it asks the registry first what a name means, also where the engine has the image (moby/buildkit#6760): once a tag has
 * moved, a build for any other reason would bring another Jenkins.
 */
async function baseHere(docker: Docker, base: string): Promise<string> {
  const [info, version] = await Promise.all([docker.info().catch(() => null), docker.version().catch(() => null)]);
  const isContainerd = (storeSchema.safeParse(info).data?.DriverStatus ?? []).some(([, value]) =>
    value?.startsWith('io.containerd.'),
  );
  const minor = Number(versionSchema.safeParse(version).data?.ApiVersion.split('.')[1] ?? 0);
  if (!isContainerd || minor < FIRST_MINOR) return base;
  return asItIsHere(base, await docker.getImage(base).inspect());
}

const errorSchema = z.object({
  error: z.optional(z.unknown()),
  errorDetail: z.optional(z.object({ message: z.unknown() })),
});

/** The error in a row: the answer to a failed build has status 200. Docker's later engines send `errorDetail` alone. */
export function errorIn(row: unknown): string | null {
  const read = errorSchema.safeParse(row);
  const error = read.data?.errorDetail?.message || read.data?.error;
  return error ? String(error).slice(0, MAX_ERROR) : null;
}

/** The same text without the row that it was cut from, which V8 would keep as long as the line. */
const copied = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/** The output lines in a row; BuildKit encodes the output of RUN as base64. */
function rowLines(row: unknown): readonly string[] {
  if (typeof row !== 'object' || row === null || !('stream' in row) || typeof row.stream !== 'string') return [];
  const text =
    /^[A-Za-z0-9+/]+={0,2}\n?$/.test(row.stream) && row.stream.trim().length % 4 === 0
      ? decoded(row.stream)
      : row.stream;
  return text
    .split(/\r?\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function decoded(base64: string): string {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  // Words such as "done" happen to be valid base64, but they decode to invalid UTF-8.
  return text.includes('\uFFFD') ? base64 : text;
}

/** The last part of an image's name, which registry errors contain: `jenkins` of `docker.io/jenkins/jenkins:lts-jdk21`. */
const lastName = (reference: string): string => /([^/:@]+)(:[^/:@]+)?(@.*)?$/.exec(reference)?.[1] ?? reference;

function buildFailure({ reference, base }: ImageSpec, error: string, lines: readonly string[]): Failure {
  if (
    error.includes(lastName(base)) &&
    /resolve source metadata|failed to resolve|pull access denied|not found|no such host|i\/o timeout|connection refused|manifest unknown|context deadline/i.test(
      error,
    )
  ) {
    return pullFailure({ base, registry: registryOf(base), message: error, hasLogin: false });
  }
  return buildFailed(reference, error, lines.slice(-MAX_LINES_SHOWN));
}
