import type { Clock } from '../world/clock.ts';
import type { Labels } from '../world/specs.ts';
import { labelsOf } from './labels.ts';
import type { Names } from './names.ts';

/** Labels of a one-shot container. */
export const oneShotLabels = ({ instance }: Names, version = ''): Labels =>
  labelsOf({ instance, role: 'probe', mode: 'both', config: '', version });

/** Its name where it is no part of a pass: several may look at once, so each has its own. */
export const uniqueOneShotName = ({ oneShot }: Names, clock: Clock): string => `${oneShot}-${clock.now().toString(36)}`;
