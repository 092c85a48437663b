import type { Clock } from '../world/clock.ts';
import type { OneShot } from '../world/engine.ts';
import type { Labels } from '../world/specs.ts';
import type { World } from '../world/world.ts';
import { labelsOf } from './labels.ts';
import type { Names } from './names.ts';

/** Labels of a one-shot container. */
export const oneShotLabels = ({ instance, owner }: Names, version = ''): Labels =>
  labelsOf({ owner: owner.id || null, instance, role: 'probe', mode: 'both', config: '', version });

/** A unique name for a one-shot container outside of a pass, where several may run at once. A dot, which no instance has. */
export const uniqueOneShotName = ({ oneShot }: Names, clock: Clock): string => `${oneShot}.${clock.now().toString(36)}`;

/** The home as a one-shot container has it. */
export const homeBind = (
  home: string,
  { homeVolume }: Pick<World, 'homeVolume'>,
  readOnly: boolean,
): OneShot['binds'][number] => ({ source: homeVolume?.name ?? home, target: home, readOnly });
