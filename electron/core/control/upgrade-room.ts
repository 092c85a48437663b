import { FailureError } from '../../shared/failure.ts';
import { noRoomForUpgrade } from '../../shared/failures/snapshot.ts';
import { nothingToGoBackTo } from '../../shared/failures/upgrade.ts';
import type { Execution } from '../execute/execution.ts';
import { measureSnapshot } from '../execute/make-snapshot.ts';
import { removeLeftover } from '../execute/one-shot-leftover.ts';
import { listSnapshots } from '../execute/snapshot-store.ts';
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
  const { home } = run.world;
  if (state === 'returning' && snapshot !== null) {
    if (before !== home)
      throw new FailureError(nothingToGoBackTo(`It was of the home ${before}; the home is ${home} now.`));
    await removeLeftover(run, signal);
    const found = await listSnapshots({ ...run, image }, signal);
    if (!found.some(({ name, complete }) => name === snapshot && complete))
      throw new FailureError(nothingToGoBackTo(`Its snapshot ${snapshot} is not there any more, or not complete.`));
  }
  if (state !== 'begun' || !keepsHome || kind === 'missing' || empty === true || fresh === true) return;
  await removeLeftover(run, signal);
  const { folder, free, need } = await measureSnapshot({ image, without: 'nothing', makesFolder: true }, run, signal);
  if (free !== null && free < need) throw new FailureError(noRoomForUpgrade(folder, free, need));
}
