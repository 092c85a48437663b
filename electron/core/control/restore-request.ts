import { consent, hasConsent } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import { restoreGivenUp } from '../../shared/failures/snapshot.ts';
import type { Intent, Restore } from '../../shared/snapshot.ts';
import { removeLeftover } from '../execute/one-shot-leftover.ts';
import { confirmRestore } from '../execute/restore-snapshot.ts';
import { jenkinsFor, snapshotImage } from '../execute/snapshot-place.ts';
import { worldOf } from '../observe/observe.ts';
import { containerNames } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import type { Observation } from './observation.ts';
import { restoreUndone } from './rollback.ts';

/** The restore that is asked for, or that an unfinished request has begun: no other request leaves half of it. */
export function restoreOf(stored: Intent, wanted: string | undefined, now: number): Pick<Intent, 'restore'> {
  const open = openIn(stored);
  const isSame = open !== null && open.snapshot === wanted && open.state !== 'undoing' && open.used !== true;
  if (wanted !== undefined && !isSame) return { restore: { snapshot: wanted, stamp: now, state: 'asked' } };
  return stored.restore == null ? {} : { restore: open };
}

/** The restore that is still to be completed or undone; null: none. */
function openIn({ restore = null, state }: Intent): Restore | null {
  if (state === 'pending') return restore;
  // One that could not be undone is undone now. Where it is done, Jenkins may have worked on that home since.
  return state === 'failed' && restore?.state !== 'done' ? restoreUndone(restore) : null;
}

/** The consent to a restore, or to its end, that is gone on with, maybe in another mode. */
export function restoreAgreed({ consents, state }: Intent, { restore }: Pick<Intent, 'restore'>): readonly string[] {
  // After one that failed, somebody may have started Jenkins on that home by hand.
  if (restore?.state === 'undoing') return state === 'pending' ? [consent.undoRestore(restore.snapshot)] : [];
  const id = restore == null ? null : consent.restore(restore.snapshot);
  return id !== null && hasConsent(consents, id) ? [id] : [];
}

/**
 * Looks, before a restore is stored, whether it can be done. Throws `home/in-use`, `home/newer`, `snapshot/unknown` and
 * `snapshot/not-restored`; nothing is stopped then. One that an earlier request asked for, and that has not begun, is given
 * up: it must not keep all other requests from being done.
 */
export async function confirmRestoreOf(
  world: World,
  intent: Pick<Intent, 'restore' | 'mode'>,
  isAskedNow: boolean,
  { scope, plan }: Pick<Observation, 'scope' | 'plan'>,
  version: string,
  signal: AbortSignal,
): Promise<void> {
  const { restore = null, mode } = intent;
  if (restore?.state !== 'asked') return;
  // An image that is built first may have another Jenkins; the restore itself looks at that one.
  const next = mode === 'off' ? null : scope.names.images[mode];
  const isBuilt = plan.steps.some((it) => it.kind === 'build-image' && it.spec.reference === next);
  try {
    await confirm(world, restore, isBuilt ? 'off' : mode, scope, version, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (isAskedNow || !(thrown instanceof FailureError) || !/^(home|snapshot)\//.test(thrown.failure.code))
      throw thrown;
    await world.intent.save({ ...world.intent.load(), restore: null });
    throw new FailureError(restoreGivenUp(thrown.failure), thrown);
  }
}

async function confirm(
  world: World,
  restore: Restore,
  mode: Intent['mode'],
  scope: Observation['scope'],
  version: string,
  signal: AbortSignal,
): Promise<void> {
  const { names, settings } = scope;
  const run = { world: worldOf(world, scope), settings, names, version, output: () => undefined };
  const image = await snapshotImage(run.world, names, settings, signal);
  await removeLeftover(run, signal);
  const jenkins = await jenkinsFor(mode, names, world, signal);
  const wish = { name: restore.snapshot, stamp: restore.stamp, image, jenkins };
  await confirmRestore(wish, containerNames(names), run, signal);
}
