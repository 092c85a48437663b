import type { Labels } from '../world/specs.ts';
import type { Owner } from '../world/stores.ts';
import { asObject, instanceOf, isOfImage, isOneShot, ownerLabelOf } from './labels.ts';

/** Whose objects are: ours are changed and removed without consent, others' never. */

/**
 * Whose an object is. `unclaimed`: of this instance, from an app version without owner labels; ours after one question.
 * `other-folder`: of another settings folder or user with the same instance. `foreign`: not created by Jenkins Tray, or
 * of another instance.
 */
export type Belonging = 'ours' | 'unclaimed' | 'other-folder' | 'foreign';

/** Who asks. */
interface Asker {
  readonly instance: string;
  readonly owner: Owner;
}

/** Stands for a settings folder without an id: nothing with an owner label is its own. */
export const NO_OWNER: Owner = { id: '', adopted: [] };

/** Whose a container, network or volume is. */
export function belongingOf(labels: Labels, { instance, owner }: Asker): Belonging {
  if (instanceOf(labels) !== instance) return 'foreign';
  const id = ownerLabelOf(labels);
  if (id !== null) return id === owner.id ? 'ours' : 'other-folder';
  // Made by hand from an image of an earlier app version, whose labels it inherited. No image is a one-shot container, which
  // inherits them, too.
  if (isOfImage(labels) && !isOneShot(labels)) return 'foreign';
  return owner.adopted.includes(instance) ? 'ours' : 'unclaimed';
}

/** Whose an image is. */
export function imageBelongingOf(labels: Labels, asker: Asker): Belonging {
  const { instance, owner } = asker;
  const own = asObject(labels);
  if (own !== labels) return belongingOf(own, asker);
  // With an owner it has a container's labels: somebody committed a container.
  if (instanceOf(labels) !== instance || ownerLabelOf(labels) !== null) return 'foreign';
  return owner.adopted.includes(instance) ? 'ours' : 'unclaimed';
}

/** Whether something is ours, after one question where its labels do not say. */
export const mayBeOurs = (belonging: Belonging): boolean => belonging === 'ours' || belonging === 'unclaimed';
export const isOurs = (labels: Labels, asker: Asker): boolean => mayBeOurs(belongingOf(labels, asker));
