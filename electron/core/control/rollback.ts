import {
  asksToRecreate,
  asksToReturn,
  asksToStartAnew,
  asksToUpdate,
  consent,
  isAboutBuilds,
} from '../../shared/consents.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent, Restore } from '../../shared/snapshot.ts';
import type { Names } from '../stack/names.ts';

/** What becomes of a restore that is not gone on with: what it may have replaced becomes the home again. */
export const restoreUndone = (restore: Restore | null | undefined): Restore | null =>
  restore == null || restore.state === 'asked' ? null : { ...restore, state: 'undoing' };

/** What of a restore is left in an intent that fails; nothing where there was none. One that Jenkins was ready on stays. */
const undoingRestore = ({ restore }: Intent): Pick<Intent, 'restore'> =>
  restore == null || restore.used === true ? {} : { restore: restoreUndone(restore) };

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
  ...undoingRestore(intent),
  consents: [
    ...intent.consents.filter(
      (id) => !asksToUpdate(id) && !asksToReturn(id) && !asksToStartAnew(id) && !isAboutBuilds(id),
    ),
    consent.reuseUnchanged(),
    ...(intent.mode === 'off' ? [] : [consent.stopUncounted(names.jenkins[intent.mode])]),
  ],
});

/** The intent that brings back the containers that a change in the same mode replaced. */
export function undoOf(intent: Intent, names: Names): Intent {
  const back = rollbackOf({ ...intent, from: intent.mode }, names);
  return { ...back, consents: [...withoutRecreate(back.consents), consent.undoChange()] };
}

/** Otherwise a container would be recreated although that is what was cancelled, or failed. */
const withoutRecreate = (consents: readonly string[]): readonly string[] =>
  consents.filter((id) => !asksToRecreate(id));

/** The intent after a pending one is cancelled; `running`: the mode of the running Jenkins. `replacing`: a change in the same mode has begun. */
export function cancelled(intent: Intent, running: Mode, names: Names, replacing = false): Intent {
  // Recreating in the same mode: if the old container still runs, cancelling leaves it alone.
  if (intent.mode === intent.from && running === intent.mode && !replacing)
    return {
      ...intent,
      state: 'settled',
      consents: [],
      purge: [],
      ...(intent.restore == null ? {} : { restore: null }),
    };
  const back = rollbackOf(intent, names);
  return {
    ...back,
    consents: withoutRecreate(back.consents),
    ...(intent.restore == null ? {} : { restore: restoreUndone(intent.restore) }),
  };
}
