import { asksToRecreate, consent } from '../../shared/consents.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Names } from '../stack/names.ts';

/**
 * The intent that rolls this one back. The Jenkins that did not start is stopped without a question. The previous one
 * starts unchanged, since the new settings may be the cause of the failure.
 */
export const rollbackOf = (intent: Intent, names: Names): Intent => ({
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

/** The intent after a pending one is cancelled; `running`: the mode of the running Jenkins. */
export function cancelled(intent: Intent, running: Mode, names: Names): Intent {
  // Recreating in the same mode: if the old container still runs, cancelling leaves it alone.
  if (intent.mode === intent.from && running === intent.mode)
    return { ...intent, state: 'settled', consents: [], purge: [] };
  const back = rollbackOf(intent, names);
  // Otherwise the container would be recreated although that is what was cancelled.
  return { ...back, consents: back.consents.filter((id) => !asksToRecreate(id)) };
}
