import { FailureError } from '../../shared/failure.ts';
import { homeMovedByRestore } from '../../shared/failures/snapshot.ts';
import type { Restore } from '../../shared/snapshot.ts';
import type { Step } from '../plan/steps.ts';
import { homeName } from '../world/home-name.ts';
import type { Execution } from './execution.ts';
import { restoreSnapshot, undoRestore } from './restore-snapshot.ts';
import { jenkinsFor, snapshotImage } from './snapshot-place.ts';

/** After these the home is as it was, and nothing has to be undone. */
const UNCHANGED = ['home/in-use', 'home/newer', 'snapshot/unknown', 'snapshot/damaged', 'snapshot/no-image'];

/**
 * Replaces the home as the stored intent asks, and notes each state before and after, so that whoever comes after a crash
 * completes or undoes it. Throws `snapshot/home-moved` where the restored home is in another place, which the setting names
 * then, and what `restoreSnapshot` throws.
 */
export async function restoreAsked(
  { isUndone }: Pick<Step & { kind: 'restore-snapshot' }, 'isUndone'>,
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { world, settings, names } = run;
  const { restore = null, mode } = world.intent.load();
  if (restore === null) return;
  const note = (next: Restore | null) => world.intent.save({ ...world.intent.load(), restore: next });
  const image = await snapshotImage(world, names, settings, signal);
  const jenkins = isUndone ? null : await jenkinsFor(mode, names, world, signal);
  const wish = { name: restore.snapshot, stamp: restore.stamp, image, jenkins };
  if (isUndone) {
    await undoRestore(wish, run, signal);
    await namedBefore(restore, run);
    return note(null);
  }
  const now = { home: homeName(world), setting: settings.home };
  // Cut off after it had changed the setting: this is the restored home already.
  if (restore.before !== undefined && restore.before.setting !== now.setting)
    return note({ ...restore, state: 'done', home: now.home, replaced: restore.before.home });
  const begun: Restore = { ...restore, state: 'begun', before: restore.before ?? now };
  await note(begun);
  const { home, replaced, setting } = await restoreSnapshot(wish, run, signal).catch(async (thrown: unknown) => {
    // Interrupted, it may have replaced the home in an earlier try.
    if (restore.state === 'asked' && thrown instanceof FailureError && UNCHANGED.includes(thrown.failure.code))
      await note(restore).catch(() => undefined);
    throw thrown;
  });
  await note({ ...begun, state: 'done', home, replaced });
  if (setting !== null) throw new FailureError(homeMovedByRestore(home));
}

/** Notes that Jenkins is ready on the restored home. Where that cannot be written, a request that fails later undoes it. */
export async function noteRestoreUsed({ world: { intent } }: Execution): Promise<void> {
  const now = intent.load();
  if (now.restore?.state !== 'done' || now.restore.used === true) return;
  await intent.save({ ...now, restore: { ...now.restore, used: true } }).catch(() => undefined);
}

/** A home that was restored in another place: the setting names the one before again. */
async function namedBefore({ before }: Restore, { world, settings }: Execution): Promise<void> {
  if (before === undefined || before.setting === settings.home) return;
  await world.settings.update((now) => ({ ...now, home: before.setting }));
}
