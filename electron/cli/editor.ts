import { spawn } from 'node:child_process';
import type { EditorCopy } from '../adapters/editor-copy.ts';
import { pathOf } from '../adapters/on-path.ts';
import { type Failure, FailureError } from '../shared/failure.ts';
import { editNeedsTerminal, editorFailed } from '../shared/failures/usage-settings.ts';
import type { CommandContext } from './io.ts';
import { printFailure } from './print.ts';

/** Where neither VISUAL nor EDITOR is set: Debian's own choice, then what most systems have. */
const EDITORS = ['sensible-editor', 'editor', 'nano', 'vi'];

/** A copy that is edited. */
export interface Draft extends EditorCopy {
  /** Whether the user has written something, valid or not. */
  isChanged(): boolean;
}

/** The user's editor. Throws `usage/invalid` where none is named and nobody could use one. */
export function editorOf({ io }: CommandContext, env: NodeJS.ProcessEnv, command: string): string {
  const chosen = [env.VISUAL, env.EDITOR].find((it) => it !== undefined && it.trim() !== '');
  if (chosen === undefined && !io.interactive) throw new FailureError(editNeedsTerminal(command));
  return chosen ?? EDITORS.find((it) => pathOf(it, env) !== null) ?? 'vi';
}

/** By a shell, since the variables may hold options. Throws `usage/invalid` if it fails; an unchanged copy is removed. */
export async function runEditor(editor: string, draft: Draft, signal: AbortSignal): Promise<void> {
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', draft.path], { stdio: 'inherit' });
  const why = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? null : `It ended with ${signal ?? `exit code ${code}`}.`),
    );
  });
  if (why === null) return;
  const isChanged = draft.isChanged();
  if (!isChanged) {
    draft.discard();
    // Ctrl-C, which ends the editor as well.
    signal.throwIfAborted();
  }
  throw new FailureError(editorFailed(editor, isChanged ? `${why} Your text is kept in ${draft.path}.` : why));
}

/** Whether the user can be asked what to do about a text that was not stored. */
export const canEditAgain = ({ io, options, signal }: CommandContext): boolean =>
  io.interactive && !options.json && !signal.aborted;

/** Tells why a text was not stored, and asks whether it is edited again. */
export async function editsAgain({ code, title, detail }: Failure, context: CommandContext): Promise<boolean> {
  printFailure({ code, title, detail }, context);
  return !/^n(o)?$/i.test((await context.io.ask('  Edit it again? [Y/n] ', context.signal)).trim());
}
