import { FailureError } from '../../shared/failure.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Execution } from '../execute/execution.ts';
import { snapshotImage } from '../execute/snapshot-place.ts';
import { pruneAutomatic } from '../execute/snapshot-store.ts';
import { waysBack } from './upgrade-way-back.ts';

/**
 * After a request that made a snapshot, deletes the oldest of those that were made by themselves; never one that
 * `upgrade --back` needs, nor one that was asked for. What cannot be deleted is deleted after the next one.
 */
export async function pruneAfter(
  { snapshot = null, upgrade = null }: Pick<Intent, 'snapshot' | 'upgrade'>,
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const last = run.world.upgrades.load();
  const made = snapshot ?? (last !== null && last.at === upgrade ? last.snapshot : null);
  if (made === null) return;
  const needed = [made, ...waysBack(last).flatMap(({ snapshot: its }) => its ?? [])];
  try {
    const image = await snapshotImage(run.world, run.names, run.settings, signal);
    await pruneAutomatic(run.settings.snapshots.keepAutomatic, needed, { ...run, image }, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof FailureError)) throw thrown;
  }
}
