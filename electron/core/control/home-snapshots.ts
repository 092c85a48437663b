import { buildName } from '../../shared/build-name.ts';
import { FailureError, unwrap } from '../../shared/failure.ts';
import { snapshotCancelled } from '../../shared/failures/run.ts';
import { snapshotDuringBuilds, snapshotDuringSwitch } from '../../shared/failures/snapshot.ts';
import type { HomeSnapshot } from '../../shared/home-snapshot.ts';
import type { Mode } from '../../shared/mode.ts';
import { besides, confirmHomeFree } from '../execute/confirm-home.ts';
import { type Drainer, drainerOf } from '../execute/drainer.ts';
import { type MadeSnapshot, makeSnapshot, type SnapshotWish } from '../execute/make-snapshot.ts';
import { removeEndedOneShots, removeLeftover } from '../execute/one-shot-leftover.ts';
import { snapshotImage } from '../execute/snapshot-place.ts';
import type { Tools } from '../execute/snapshot-store.ts';
import { waitForBuilds } from '../execute/wait-for-builds.ts';
import { whileHeld } from '../execute/while-held.ts';
import { homeFact } from '../observe/home-fact.ts';
import { locateHome } from '../observe/locate-home.ts';
import { runningMode } from '../observe/observe.ts';
import { isActive } from '../plan/removal.ts';
import { namesOf } from '../stack/names.ts';
import { uniqueOneShotName } from '../stack/one-shot.ts';
import { placeOf, urlOf } from '../stack/page-url.ts';
import type { World } from '../world/world.ts';
import { endQuiet } from './build-again.ts';

interface Talk {
  readonly version: string;
  output(line: string): void;
}

/** What scripts about snapshots run with. `own`: in a container of its own name, beside what a pass may run. */
export async function snapshotTools(
  given: World,
  { version, output }: Talk,
  signal: AbortSignal,
  own = true,
): Promise<Tools> {
  const { settings, problem } = given.settings.load();
  if (problem !== null) throw new FailureError(problem);
  const world = await locateHome(given, signal);
  const names = namesOf(settings.instance, world.owner.load());
  const image = await snapshotImage(world, names, settings, signal);
  await removeEndedOneShots(world, signal);
  const oneShot = own ? uniqueOneShotName(names, world.clock) : names.oneShot;
  return { world, settings, names: { ...names, oneShot }, version, output, image };
}

/** What the pass lock is taken for meanwhile, by which other processes know it. */
export const SNAPSHOT_PURPOSE = 'make a snapshot';

/** Runs work on the home while no request, of this process or another one, does. Throws `lock/held`, or that one has not ended. */
async function alone<T>(
  given: World,
  talk: Talk,
  purpose: string,
  signal: AbortSignal,
  work: (tools: Tools, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await given.owner.keep();
  const lock = await given.lock.acquire(purpose);
  const cancelled = new AbortController();
  const cancel = (): void => cancelled.abort(new FailureError(snapshotCancelled()));
  lock.cancelled.addEventListener('abort', cancel);
  try {
    const both = AbortSignal.any([signal, lock.signal, cancelled.signal]);
    const { state, mode } = given.intent.load();
    if (state === 'pending') throw new FailureError(snapshotDuringSwitch(mode));
    await endQuiet(given, both);
    const tools = await snapshotTools(given, talk, both, false);
    await removeLeftover(tools, both);
    return await work(tools, both);
  } finally {
    lock.cancelled.removeEventListener('abort', cancel);
    await lock.release();
  }
}

/**
 * Makes a snapshot now: of a stopped Jenkins, or of one that runs without builds and starts none meanwhile. `wait`: for how
 * many minutes running builds are waited for, 0: until all have ended; null: with builds none is made. Throws FailureError.
 */
export const createSnapshot = (
  given: World,
  talk: Talk,
  { wait, without }: Pick<HomeSnapshot, 'without'> & { readonly wait: number | null },
  signal: AbortSignal,
): Promise<MadeSnapshot> =>
  alone(given, talk, SNAPSHOT_PURPOSE, signal, async (tools, aborted) => {
    const { world, names, image, settings } = tools;
    const containers = await world.engine.containersNamed(Object.values(names.jenkins), aborted);
    const mode = runningMode(containers, names);
    const container = containers.find((it) => mode !== null && it.name === names.jenkins[mode] && isActive(it));
    await confirmHomeFree(tools, aborted, {
      except: [...besides(container?.name ?? '', names), ...Object.values(names.jenkins)],
      agreed: null,
    });
    const { version: jenkins } = await homeFact(world);
    const ran: Mode = mode ?? world.intent.load().mode;
    const wish: SnapshotWish = { reason: 'asked', mode: ran, jenkins, state: 'stopped', without, image };
    if (mode === null || container === undefined) return makeSnapshot(wish, tools, aborted);
    const place = placeOf(urlOf(container, settings, mode), container, names);
    const drainer = await drainerOf(container.id, place, tools, aborted);
    try {
      await emptied(drainer, wait, tools, aborted);
      return await whileHeld(drainer, tools, aborted, (held) => makeSnapshot({ ...wish, state: 'quiet' }, tools, held));
    } finally {
      await drainer.resume();
    }
  });

/** Throws unless nothing runs any more, nor is a Pipeline that Jenkins pauses. */
async function emptied(drainer: Drainer, wait: number | null, tools: Tools, signal: AbortSignal): Promise<void> {
  const first = unwrap(await drainer.hold('now', signal));
  const detail = (text: string) => tools.output(`waiting for ${text}`);
  const left =
    wait === null || first.running === 0 ? first : await waitForBuilds(wait, drainer, { ...tools, detail }, signal);
  if (left.running === 0 && left.builds.length === 0) return;
  const names = left.builds.map(buildName);
  throw new FailureError(snapshotDuringBuilds(names.length === 0 ? [`${left.running} builds`] : names));
}
