import { jobPath } from '../../shared/build-name.ts';
import { err, FailureError, ok, type Result } from '../../shared/failure.ts';
import { pageNotReady } from '../../shared/failures/jenkins.ts';
import { buildsUnknown } from '../../shared/failures/jenkins-builds.ts';
import type { Build } from '../../shared/snapshot.ts';
import { abortBuilds, keepDraining, resumeBuilds, type ToldBuilds } from '../observe/builds-channel.ts';
import { asJenkins } from '../observe/observe.ts';
import type { Place } from '../stack/page-url.ts';
import type { JenkinsAddress } from '../world/jenkins.ts';
import { sleep } from '../world/sleep.ts';
import type { Execution } from './execution.ts';

/** What runs in a Jenkins that starts no new builds. */
export interface Remaining {
  /** All that run, also those that cannot be named. */
  readonly running: number;
  readonly builds: readonly Build[];
}

/** Keeps a running Jenkins from starting new builds. */
export interface Drainer {
  /** Starts no new builds, and tells what runs: now, or once that is nothing, but after a few seconds in any case. A failure says why that is not known. */
  hold(when: 'now' | 'once idle', signal: AbortSignal): Promise<Result<Remaining>>;
  /** Aborts builds, and waits until they have ended. Returns whether they were queued again. */
  abort(which: readonly Build[], requeue: boolean, signal: AbortSignal): Promise<boolean>;
  /** Lets builds start again. Never fails. */
  resume(): Promise<void>;
}

/** How long one question to the script waits for the end of the last build, s: each costs a process in the container. */
const WAIT_S = 5;
/** Interval of questions by REST: each costs Jenkins a login. */
const POLL_MS = 1000;
/** Aborted builds are waited for no longer. */
const MAX_ABORT_MS = 20_000;

/** By the script of our image where Jenkins has it, else by REST, which pauses Pipelines instead of letting them end. */
export async function drainerOf(
  container: string,
  place: Place,
  run: Pick<Execution, 'world' | 'settings'>,
  signal: AbortSignal,
): Promise<Drainer> {
  const first = await keepDraining(run.world, container, signal, 0);
  return first === null ? restDrainer(container, place, run) : scriptDrainer(container, place, first, run);
}

function scriptDrainer(
  container: string,
  { url }: Place,
  first: ToldBuilds,
  { world }: Pick<Execution, 'world'>,
): Drainer {
  let told = first;
  return {
    async hold(when, signal) {
      const now = await keepDraining(world, container, signal, when === 'now' ? 0 : WAIT_S);
      if (now !== null) told = now;
      // One that has ended runs nothing; one that does not answer may.
      else if (!(await isRunning(container, world, signal))) told = { ...told, running: 0, builds: [] };
      else if (when === 'once idle') return err(buildsUnknown(pageNotReady(url)));
      return ok(told);
    },
    async abort(which, requeue, signal) {
      const now = await abortBuilds(world, container, told, { which, requeue }, signal);
      told = now ?? told;
      return requeue && now !== null;
    },
    resume: () => resumeBuilds(world, container),
  };
}

async function isRunning(container: string, { engine }: Execution['world'], signal: AbortSignal): Promise<boolean> {
  const { state } = await engine.inspect(container, signal);
  return state === 'running' || state === 'paused';
}

function restDrainer(
  container: string,
  place: Place,
  { world, settings }: Pick<Execution, 'world' | 'settings'>,
): Drainer {
  const { jenkins, clock } = world;
  let isQuiet = false;
  /** Whether it has agreed to that here. */
  let isAsked = false;
  /** Whether an administrator had asked it before; null: nobody has looked. */
  let wasQuiet: boolean | null = null;
  const ask = <T>(query: (at: JenkinsAddress) => Promise<Result<T>>) => asJenkins(world, settings, place, query);
  const running = (signal: AbortSignal) => ask((at) => jenkins.running(at, signal));
  // A crash must not leave it so. A full disk ends no switch.
  const note = (quieted: string | null) =>
    world.intent.save({ ...world.intent.load(), quieted }).catch(() => undefined);
  const quieten = async (signal: AbortSignal): Promise<Result<null>> => {
    const before = await ask((at) => jenkins.condition(at, signal));
    wasQuiet ??= before.ok && before.value === 'quiet' && world.intent.load().quieted !== container;
    const quiet = await ask((at) => jenkins.quietDown(at, true, signal));
    if (quiet.ok && !wasQuiet) await note(container);
    isAsked ||= quiet.ok;
    return quiet;
  };
  const held = async (signal: AbortSignal): Promise<Result<Remaining>> => {
    if (isQuiet) await sleep(clock, POLL_MS, signal);
    const quiet = isQuiet ? ok(null) : await quieten(signal);
    if (!quiet.ok) return quiet;
    const found = await running(signal);
    // It may restart meanwhile, and is quiet no longer then.
    isQuiet = found.ok;
    if (!found.ok) return err(buildsUnknown(found.failure));
    // Pipelines pause, so that they would be waited for in vain.
    const ending = found.value.filter(({ pipeline }) => pipeline !== true);
    return ok({ running: ending.length, builds: found.value });
  };
  return {
    async hold(_when, signal) {
      const found = await held(signal);
      // One that has ended runs nothing.
      return found.ok || (await isRunning(container, world, signal)) ? found : ok({ running: 0, builds: [] });
    },
    // By REST an aborted build cannot be queued again: it would start without its parameters.
    async abort(which, _requeue, signal) {
      for (const { url } of which) {
        const path = jobPath(url)?.replace(/\/+$/, '');
        if (path !== undefined) await ask((at) => jenkins.stop(at, path, signal));
      }
      const urls = new Set(which.map(({ url }) => url));
      for (const until = clock.monotonic() + MAX_ABORT_MS; clock.monotonic() < until; ) {
        const found = await running(signal);
        if (!found.ok || !found.value.some(({ url }) => urls.has(url))) return false;
        await sleep(clock, POLL_MS / 4, signal);
      }
      return false;
    },
    async resume() {
      if (!isAsked || wasQuiet === true) return;
      const resumed = await ask((at) => jenkins.quietDown(at, false, new AbortController().signal)).catch(ignored);
      if (resumed?.ok === true) await note(null);
    },
  };
}

/** A Jenkins that cannot be reached any more starts builds again once it restarts. */
const ignored = (thrown: unknown): void => {
  if (!(thrown instanceof FailureError)) throw thrown;
};
