import { spawn } from 'node:child_process';
import { pathOf } from '../adapters/on-path.ts';
import { draftSettings, type SettingsDraft } from '../adapters/settings-draft.ts';
import { listSettings } from '../core/settings/config-keys.ts';
import { withSettings } from '../core/settings/settings-change.ts';
import { FailureError, failureOf } from '../shared/failure.ts';
import { editNotStored, editRefused } from '../shared/failures/settings.ts';
import { editNeedsTerminal, editorFailed } from '../shared/failures/usage.ts';
import type { Settings } from '../shared/settings.ts';
import type { CommandContext } from './io.ts';
import { printFailure } from './print.ts';

/** Where neither VISUAL nor EDITOR is set: Debian's own choice, then what most systems have. */
const EDITORS = ['sensible-editor', 'editor', 'nano', 'vi'];

/**
 * Opens a copy of the settings in the user's editor, and stores it if it is valid; what is not can be edited again. Returns
 * the changed settings; null if nothing was changed. After a failure the user's text is kept, and named.
 */
export async function editConfig(context: CommandContext): Promise<Settings | null> {
  const editor = editorOf(context, process.env);
  const draft = draftSettings(context.configDir);
  for (;;) {
    await runEditor(editor, draft, context.signal);
    try {
      const next = draft.read();
      if (next === null) draft.discard();
      else await draft.store(checked(draft, next));
      return next;
    } catch (thrown) {
      const { io, options, signal } = context;
      if (!io.interactive || options.json || signal.aborted) throw thrown;
      const { code, title, detail } = failureOf(thrown);
      printFailure({ code, title, detail }, context);
      if (/^n(o)?$/i.test((await io.ask('  Edit it again? [Y/n] ', signal)).trim()))
        throw new FailureError(editNotStored(draft.path), thrown);
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

/** Throws `usage/invalid` where none is named and nobody could use one. */
function editorOf({ io }: CommandContext, env: NodeJS.ProcessEnv): string {
  const chosen = [env.VISUAL, env.EDITOR].find((it) => it !== undefined && it.trim() !== '');
  if (chosen === undefined && !io.interactive) throw new FailureError(editNeedsTerminal());
  return chosen ?? EDITORS.find((it) => pathOf(it, env) !== null) ?? 'vi';
}

/** By a shell, since the variables may hold options. Throws `usage/invalid` if it fails; an unchanged copy is removed. */
async function runEditor(editor: string, draft: SettingsDraft, signal: AbortSignal): Promise<void> {
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', draft.path], { stdio: 'inherit' });
  const why = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? null : `It ended with ${signal ?? `exit code ${code}`}.`),
    );
  });
  if (why === null) return;
  const isChanged = hasText(draft);
  if (!isChanged) {
    draft.discard();
    // Ctrl-C, which ends the editor as well.
    signal.throwIfAborted();
  }
  throw new FailureError(editorFailed(editor, isChanged ? `${why} Your text is kept in ${draft.path}.` : why));
}

/** Whether the user has written something, valid or not. */
function hasText(draft: SettingsDraft): boolean {
  try {
    return draft.read() !== null;
  } catch {
    return true;
  }
}
