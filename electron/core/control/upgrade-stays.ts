import { goesBack } from '../../shared/consents.ts';
import { type Failure, failureOf } from '../../shared/failure.ts';
import { withHomeStays } from '../../shared/failures/upgrade.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Execution } from '../execute/execution.ts';
import { removeLeftover } from '../execute/one-shot-leftover.ts';
import { confirmRestore } from '../execute/restore-snapshot.ts';
import { containerNames } from '../stack/names.ts';

/** Whether a failure says that the home from before cannot be put back now. */
export const isNoWayBack = ({ code }: Failure): boolean =>
  code === 'snapshot/not-restored' || code === 'snapshot/unknown';

/**
 * Looks, before an upgrade is undone, whether the home from before can be put back: an upgrade begins with room for its
 * snapshot alone. If not, nothing is stopped for it: the newer Jenkins stays with its home, and its upgrade can be gone back
 * from once there is room. `intent`: the one that failed; `next`: the one that would undo it. Returns the failure to store
 * with the intent, after which `repairUpgrade` notes the upgrade as reached; null: it can be put back, or nothing has to be.
 */
export async function staysUpgraded(
  intent: Intent,
  next: Intent,
  failure: Failure,
  run: Execution,
  signal: AbortSignal,
): Promise<Failure | null> {
  if (!next.consents.some(goesBack) || intent.consents.some(goesBack)) return null;
  const upgrade = run.world.upgrades.load();
  if (upgrade === null || upgrade.at !== intent.upgrade) return null;
  const { state, started, restored, snapshot, stamp, mode } = upgrade;
  if (state !== 'begun' || !started || restored || snapshot === null) return null;
  try {
    await removeLeftover(run, signal);
    const wish = { name: snapshot, stamp, image: run.names.images[mode] };
    await confirmRestore(wish, containerNames(run.names), run, signal);
    return null;
  } catch (thrown) {
    signal.throwIfAborted();
    const why = failureOf(thrown);
    if (!isNoWayBack(why)) return null;
    return withHomeStays(failure, why);
  }
}
