import { draftSettings, type SettingsDraft } from '../adapters/settings-draft.ts';
import { listSettings } from '../core/settings/config-keys.ts';
import { withSettings } from '../core/settings/settings-change.ts';
import { FailureError, failureOf } from '../shared/failure.ts';
import { editNotStored, editRefused } from '../shared/failures/settings.ts';
import type { Settings } from '../shared/settings.ts';
import { canEditAgain, editorOf, editsAgain, runEditor } from './editor.ts';
import type { CommandContext } from './io.ts';

/**
 * Opens a copy of the settings in the user's editor, and stores it if it is valid; what is not can be edited again. Returns
 * the changed settings; null if nothing was changed. After a failure the user's text is kept, and named.
 */
export async function editConfig(context: CommandContext): Promise<Settings | null> {
  const editor = editorOf(context, process.env, 'config edit');
  const draft = draftSettings(context.configDir);
  for (;;) {
    await runEditor(editor, { ...draft, isChanged: () => hasText(draft) }, context.signal);
    try {
      const next = draft.read();
      if (next === null) draft.discard();
      else await draft.store(checked(draft, next));
      return next;
    } catch (thrown) {
      if (!canEditAgain(context)) throw thrown;
      if (!(await editsAgain(failureOf(thrown), context))) throw new FailureError(editNotStored(draft.path), thrown);
    }
  }
}

/** As for `config set`: a change must not contradict other settings. */
function checked({ before, path }: SettingsDraft, next: Settings): Settings {
  const old = new Map(listSettings(before).map(([key, value]) => [key, JSON.stringify(value)]));
  const changed = listSettings(next).filter(([key, value]) => old.get(key) !== JSON.stringify(value));
  try {
    withSettings(before, Object.fromEntries(changed));
  } catch (thrown) {
    const { title, detail } = failureOf(thrown);
    throw new FailureError(editRefused(`${title}: ${detail.replace('\nNothing was changed.', '')}`, path), thrown);
  }
  return next;
}

/** Whether the user has written something, valid or not. */
function hasText(draft: SettingsDraft): boolean {
  try {
    return draft.read() !== null;
  } catch {
    return true;
  }
}
