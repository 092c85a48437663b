import { FailureError } from '../../shared/failure.ts';
import { noRoomForUpgrade } from '../../shared/failures/snapshot.ts';
import { nothingToGoBackTo } from '../../shared/failures/upgrade.ts';
import type { Execution } from '../execute/execution.ts';
import { measureSnapshot } from '../execute/make-snapshot.ts';
import { removeLeftover } from '../execute/one-shot-leftover.ts';
import { confirmRestore } from '../execute/restore-snapshot.ts';
import { listSnapshots } from '../execute/snapshot-store.ts';
import { containerNames } from '../stack/names.ts';
import type { HomeFact } from '../world/host.ts';
import type { Upgrade } from '../world/upgrades.ts';

/**
 * What an upgrade needs of its snapshot, asked before anything is stored or stopped: room for it, or on the way back that it
 * is there and of this home. `image`: one of ours. Throws `snapshot/not-made` and `upgrade/nothing-to-go-back-to`.
 */
export async function confirmUpgradeHome(
  { state, keepsHome, snapshot, home: before }: Upgrade,
  { kind, empty, fresh }: Pick<HomeFact, 'kind' | 'empty' | 'fresh'>,
  image: string,
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  if (state === 'returning' && snapshot !== null) {
    const { home } = run.world;
    if (before !== home)
      throw new FailureError(nothingToGoBackTo(`It was of the home ${before}; the home is ${home} now.`));
    await removeLeftover(run, signal);
    const found = await listSnapshots({ ...run, image }, signal);
    if (!found.some(({ name, complete }) => name === snapshot && complete))
      throw new FailureError(nothingToGoBackTo(`Its snapshot ${snapshot} is not there any more, or not complete.`));
    const wish = { name: snapshot, stamp: run.world.clock.now(), image };
    await confirmRestore(wish, containerNames(run.names), run, signal);
  }
  if (state !== 'begun' || !keepsHome || kind === 'missing' || empty === true || fresh === true) return;
  await removeLeftover(run, signal);
  // Not to unpack it again as well: that is asked for when it is done, and until then the packed one is the way back.
  const { folder, free, need } = await measureSnapshot({ image, without: 'nothing', makesFolder: true }, run, signal);
  if (free !== null && free < need) throw new FailureError(noRoomForUpgrade(folder, free, need));
}
