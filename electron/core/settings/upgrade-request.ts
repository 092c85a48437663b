import { FailureError } from '../../shared/failure.ts';
import type { UpgradeWish } from '../../shared/own-image.ts';
import type { UpgradeRequest } from '../control/upgrade-draft.ts';
import { homeFact } from '../observe/home-fact.ts';
import { locateHome } from '../observe/locate-home.ts';
import type { World } from '../world/world.ts';
import { upgradeBase } from './upgrade-base.ts';

/** An upgrade as a request takes it. Throws `home/newer`, `usage/invalid`, `settings/…`. */
export async function upgradeRequestOf(world: World, wish: UpgradeWish, signal: AbortSignal): Promise<UpgradeRequest> {
  if (wish.kind === 'back') return wish;
  const { settings, problem } = world.settings.load();
  if (problem !== null) throw new FailureError(problem);
  const { version } = await homeFact(await locateHome(world, signal));
  return { kind: 'to', base: upgradeBase(settings, wish.version, version), keepsHome: wish.keepsHome };
}
