import type { Clock } from '../world/clock.ts';
import type { Labels } from '../world/specs.ts';
import { labelsOf } from './labels.ts';
import type { Names } from './names.ts';

/** Labels of a one-shot container. */
export const oneShotLabels = ({ instance, owner }: Names, version = ''): Labels =>
  labelsOf({ owner: owner.id || null, instance, role: 'probe', mode: 'both', config: '', version });

/** A unique name for a one-shot container outside of a pass, where several may run at once. */
export const uniqueOneShotName = ({ oneShot }: Names, clock: Clock): string => `${oneShot}-${clock.now().toString(36)}`;
