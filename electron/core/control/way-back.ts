import { consent } from '../../shared/consents.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Names } from '../stack/names.ts';

/**
 * The intent that goes back to where this one began. The Jenkins that did not start is stopped without a question.
 * The one before comes back unchanged, since the new settings may be what keeps Jenkins from coming up.
 */
export const wayBack = (intent: Intent, names: Names): Intent => ({
  ...intent,
  mode: intent.from,
  state: 'pending',
  purge: [],
  failure: null,
  consents: [
    ...intent.consents,
    consent.reuseUnchanged(),
    ...(intent.mode === 'off' ? [] : [consent.stopUncounted(names.jenkins[intent.mode])]),
  ],
});

/** The intent after a cancel of a pending one; `running`: the mode whose Jenkins runs. */
export function cancelled(intent: Intent, running: Mode, names: Names): Intent {
  // Recreating in the same mode: if the old container still runs, cancelling leaves it alone.
  if (intent.mode === intent.from && running === intent.mode)
    return { ...intent, state: 'settled', consents: [], purge: [] };
  return wayBack(intent, names);
}
