import { goesBack } from '../../shared/consents.ts';
import type { Upgrade } from '../world/upgrades.ts';
import type { PlanInputs } from './inputs.ts';

type Asked = Pick<PlanInputs, 'facts' | 'intent'>;

/** The upgrade that the intent is about, whichever way it goes now; null: it is about none. */
const upgradeOf = ({ facts, intent }: Asked): Upgrade | null =>
  facts.upgrade != null && facts.upgrade.at === intent.upgrade ? facts.upgrade : null;

/** The upgrade in this state, whether or not what the intent did is being undone; null: it is in another one. */
export const inState = (found: Asked, state: Upgrade['state'], isUndone: boolean): Upgrade | null => {
  const upgrade = upgradeOf(found);
  return upgrade?.state === state && found.intent.consents.some(goesBack) === isUndone ? upgrade : null;
};

/** The upgrade on whose way to the new image the plan is; null: it is on none. */
export const upgrading = (found: Asked): Upgrade | null => inState(found, 'begun', false);

/** The upgrade that the user asked to go back from; null: none. */
export const returning = (found: Asked): Upgrade | null => inState(found, 'returning', false);

/** Whether the home is replaced by its snapshot, so that what is in it now does not matter. */
export const replacesHome = (found: Asked): boolean => (returning(found)?.snapshot ?? null) !== null;

/** `Jenkins 2.541.1`, or the base of its image. */
export const jenkinsIn = ({ jenkins, base }: Upgrade['before']): string =>
  jenkins === null ? `the Jenkins of ${base}` : `Jenkins ${jenkins}`;
