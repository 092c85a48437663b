import { consent, hasConsent } from '../../shared/consents.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { removeLeftover } from '../execute/one-shot-leftover.ts';
import { confirmRestore } from '../execute/restore-snapshot.ts';
import { snapshotImage } from '../execute/snapshot-place.ts';
import { worldOf } from '../observe/observe.ts';
import { containerNames } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import type { Observation } from './observation.ts';
import { restoreUndone } from './rollback.ts';

/**
 * The restore that is asked for, or that an unfinished request has begun: no other request leaves half of it. One that could
 * not be undone is undone now.
 */
export function restoreOf(
  { restore, state }: Intent,
  wanted: string | undefined,
  now: number,
): Pick<Intent, 'restore'> {
  const open = state === 'pending' ? (restore ?? null) : state === 'failed' ? restoreUndone(restore) : null;
  const isSame = open !== null && open.snapshot === wanted && open.state !== 'undoing';
  if (wanted !== undefined && !isSame) return { restore: { snapshot: wanted, stamp: now, state: 'asked' } };
  return restore == null && open === null ? {} : { restore: open };
}

/** The consent to a restore that is gone on with, maybe in another mode. */
export function restoreAgreed({ consents }: Intent, { restore }: Pick<Intent, 'restore'>): readonly string[] {
  const id = restore == null ? null : consent.restore(restore.snapshot);
  return id !== null && hasConsent(consents, id) ? [id] : [];
}

/**
 * Looks, before a restore is stored, whether it can be done. Throws `home/in-use`, `snapshot/unknown` and
 * `snapshot/not-restored`; nothing is stopped then.
 */
export async function confirmRestoreOf(
  world: World,
  { restore }: Pick<Intent, 'restore'>,
  { scope }: Pick<Observation, 'scope'>,
  version: string,
  signal: AbortSignal,
): Promise<void> {
  if (restore?.state !== 'asked') return;
  const { names, settings } = scope;
  const run = { world: worldOf(world, scope), settings, names, version, output: () => undefined };
  const image = await snapshotImage(run.world, names, settings, signal);
  await removeLeftover(run, signal);
  await confirmRestore({ name: restore.snapshot, stamp: restore.stamp, image }, containerNames(names), run, signal);
}
