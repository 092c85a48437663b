import { labelsOf } from './labels.ts';
import type { Names } from './names.ts';
import type { Clock } from './ports.ts';
import type { Labels } from './stack.ts';

/** Labels of a short-lived container. */
export const probeLabels = ({ instance }: Names, version = ''): Labels =>
  labelsOf({ instance, role: 'probe', mode: 'both', config: '', version });

/** Its name where it is no part of a pass: several may look at once, so each has its own. */
export const lookName = ({ probe }: Names, clock: Clock): string => `${probe}-${clock.now().toString(36)}`;
