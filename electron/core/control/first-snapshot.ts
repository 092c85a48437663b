import { initialSnapshot } from '../../shared/initial-snapshot.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { World } from '../world/world.ts';

/** The snapshot before the first observation, with what was requested before. */
export const firstSnapshot = (world: World): Snapshot => ({ ...initialSnapshot, ...requested(world) });

/** A file that cannot be read is reported by the first observation. */
function requested({ intent }: World): Partial<Pick<Snapshot, 'firstTime' | 'intent'>> {
  try {
    const { id, mode } = intent.load();
    return { firstTime: id === 0, intent: mode };
  } catch {
    return {};
  }
}
