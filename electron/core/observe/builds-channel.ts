import { jobOf } from '../../shared/build-name.ts';
import type { Build } from '../../shared/snapshot.ts';
import { SECRETS } from '../stack/stack.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';

/**
 * Talks to the script of our image in a running Jenkins (drain.groovy) by files in its tmpfs, which an exec
 * reaches without a login. A Jenkins that does not have that script is reached by its REST API instead.
 */

/** What the script tells. */
export interface ToldBuilds {
  /** Whether no new builds start. */
  readonly draining: boolean;
  /** All that run, also those beyond the list. */
  readonly running: number;
  readonly builds: readonly Build[];
  /** The part of a build's address that an abort names it by. */
  readonly paths: ReadonlyMap<Build, string>;
}

/** A question that takes longer has no answer; it waits itself for the end of builds, or of their abort. */
const TIMEOUT_MS = 30_000;
/** A mere look is part of each observation. */
const LOOK_TIMEOUT_MS = 10_000;
/** Longest until aborted builds are saved, s. */
const ABORT_S = 20;

/** $1: the folder. A file that has not been written for a minute is from a Jenkins that no longer runs. Exit code 3: no script. */
const ENTER = 'cd "$1" 2>/dev/null && [ -n "$(find builds.json -mmin -1 2>/dev/null)" ] || exit 3';

/** Drains, and prints what runs once that is nothing, or after $2 s. A crash may have left `quiet`, by which Pipelines would pause. */
const DRAIN = `${ENTER}
now() { date +%s; }
rm -f quiet
: > drain
soon=$(($(now) + 3)) end=$(($(now) + $2))
until grep -q '"draining":true' builds.json || [ "$(now)" -ge "$soon" ]; do sleep 0.05; done
until grep -q '"draining":true.*"running":0,' builds.json; do
  if [ "$(now)" -ge "$end" ]; then cat builds.json; exit; fi
  sleep 0.1
done
: > quiet
cat builds.json
`;

/** Aborts the builds that $3 and so on name, and waits until only Pipelines are left, at most $2 s. */
const ABORT = `${ENTER}
end=$(($(date +%s) + $2))
folder=$1
shift 2
: > drain; : > quiet
printf '%s\\n' "$@" > abort.part && mv -f abort.part abort
until [ ! -e abort ] && grep -q '"abortable":0,' builds.json; do
  [ "$(date +%s)" -lt "$end" ] || break
  sleep 0.1
done
cat builds.json
`;

const RESUME = 'cd "$1" 2>/dev/null && rm -f drain quiet abort';

type Channel = Pick<World, 'engine' | 'clock'>;

/** Which builds run, with or without a login; null: it has no such script, or cannot be asked. */
export const toldBuilds = (world: Channel, container: string, signal: AbortSignal): Promise<ToldBuilds | null> =>
  ask(world, container, [`${ENTER}\ncat builds.json`, SECRETS], signal, LOOK_TIMEOUT_MS);

/** An executor that has been given a build begins it within a moment, ms. */
const BEGINS_MS: readonly number[] = [100, 300];

/** As `toldBuilds`, once all that run are named; null also: they are not. */
export async function wholeBuilds(world: Channel, container: string, signal: AbortSignal): Promise<ToldBuilds | null> {
  const isWhole = (told: ToldBuilds | null): boolean => told === null || told.running <= told.builds.length;
  let told = await toldBuilds(world, container, signal);
  for (const ms of BEGINS_MS) {
    if (isWhole(told)) return told;
    await sleep(world.clock, ms, signal);
    told = await toldBuilds(world, container, signal);
  }
  return isWhole(told) ? told : null;
}

/** Starts no new builds for the next minute, and tells what runs, at once if that is nothing, else after so many seconds; null: as `toldBuilds`. */
export const keepDraining = (
  world: Channel,
  container: string,
  signal: AbortSignal,
  seconds: number,
): Promise<ToldBuilds | null> => ask(world, container, [DRAIN, SECRETS, String(seconds)], signal);

/** Aborts these builds and waits until they are saved. Returns what runs then; null: as `toldBuilds`. */
export function abortBuilds(
  world: Channel,
  container: string,
  told: ToldBuilds,
  { which, requeue }: { readonly which: readonly Build[]; readonly requeue: boolean },
  signal: AbortSignal,
): Promise<ToldBuilds | null> {
  const paths = which.flatMap((build) => told.paths.get(build) ?? []);
  const lines = paths.map((path) => (requeue ? `requeue ${path}` : path));
  return ask(world, container, [ABORT, SECRETS, String(ABORT_S), ...lines], signal);
}

/** Builds start again. Also after an abort of the request, so without its signal; a drain ends by itself after a minute. */
export async function resumeBuilds({ engine }: Channel, container: string): Promise<void> {
  const command = ['sh', '-c', RESUME, 'sh', SECRETS];
  await engine.exec(container, command, new AbortController().signal, '', TIMEOUT_MS).catch(() => undefined);
}

async function ask(
  { engine, clock }: Channel,
  container: string,
  [script = '', ...words]: readonly string[],
  signal: AbortSignal,
  timeout = TIMEOUT_MS,
): Promise<ToldBuilds | null> {
  try {
    const { exitCode, stdout } = await engine.exec(
      container,
      ['sh', '-c', script, 'sh', ...words],
      signal,
      '',
      timeout,
    );
    return exitCode === 0 ? parseBuilds(stdout, clock.now()) : null;
  } catch {
    signal.throwIfAborted();
    return null; // A container that ends or is paused has nobody to ask.
  }
}

/** What the script wrote; null if it is none of its documents. `now`: ms since 1970. */
function parseBuilds(text: string, now: number): ToldBuilds | null {
  const told = objectOf(parsed(text));
  if (told.version !== 1 || typeof told.running !== 'number') return null;
  const rows = Array.isArray(told.builds) ? told.builds.map(objectOf) : [];
  const paths = new Map<Build, string>();
  for (const row of rows) {
    const path = typeof row.url === 'string' ? row.url : '';
    const build = buildOf(row, path, now);
    if (build !== null) paths.set(build, path);
  }
  return { draining: told.draining === true, running: told.running, builds: [...paths.keys()], paths };
}

/**
 * A build as the script tells it; null if it is none. It is named as the API names it, by its address, so that a consent
 * that names it holds: the full name of a Maven module is another one.
 */
function buildOf(row: Readonly<Record<string, unknown>>, path: string, now: number): Build | null {
  if (typeof row.job !== 'string' || typeof row.number !== 'number') return null;
  const startedAt = typeof row.startedAt === 'number' ? row.startedAt : now;
  return {
    job: jobOf(`/${path}`) || row.job,
    number: row.number,
    url: '',
    result: 'running',
    startedAt,
    duration: Math.max(0, now - startedAt),
    estimated: typeof row.estimated === 'number' ? row.estimated : null,
    ...(row.pipeline === true ? { pipeline: true } : {}),
  };
}

/** Its fields; none where it is no object. */
const objectOf = (value: unknown): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(value ?? {}));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
