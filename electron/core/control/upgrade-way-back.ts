import type { UpgradeBack, UpgradesView } from '../../shared/own-image.ts';
import type { Upgrade, UpgradeRecord } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';
import { ownImages } from './kept-images.ts';

/** Whether an upgrade was neither gone back from nor undone. */
export const canReturn = ({ state }: UpgradeRecord): boolean => state !== 'returned' && state !== 'undone';

/** The last upgrade and the one before it, unless its record says that it was gone back from, or undone. */
export const waysBack = (last: Upgrade | null): readonly UpgradeRecord[] =>
  [last, last?.previous ?? null].filter((it) => it !== null).filter(canReturn);

/** What the last upgrade can be gone back to, as far as its record says; null: nothing. */
function recordedWayBack(last: Upgrade | null): UpgradeRecord | null {
  if (last === null) return null;
  return canReturn(last) && last.before.image !== null ? last : null;
}

/** Images, base, and what can be gone back to, if its image is there. Throws FailureError. */
export async function upgradesView(world: World, signal: AbortSignal): Promise<UpgradesView> {
  const images = await ownImages(world, signal);
  const last = recordedWayBack(world.upgrades.load());
  const isThere = last !== null && images.some(({ id }) => id === last.before.image);
  const back: UpgradeBack | null =
    last === null || !isThere ? null : { mode: last.mode, jenkins: last.before.jenkins, snapshot: last.snapshot };
  return { base: world.settings.load().settings.images.jenkinsBase, images, back };
}

/** What is lost with this snapshot, if `upgrade --back` needs it; null: it does not. */
export function lostWayBack(world: World, snapshot: string): string | null {
  const needing = waysBack(world.upgrades.load()).find((it) => it.snapshot === snapshot);
  if (needing === undefined) return null;
  const { jenkins } = needing.before;
  const to = jenkins === null ? 'the Jenkins' : `Jenkins ${jenkins}`;
  return `The way back to ${to} from before the last upgrade needs it: afterwards upgrade --back is refused.`;
}
