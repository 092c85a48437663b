import { type BrowserWindow, dialog } from 'electron';
import { desktopWords } from '../core/desktop/desktop-words.ts';

import { harmless } from '../shared/harmless.ts';

export type QuitAnswer = 'leave' | 'stop' | 'cancel';

/** Asks whether to leave or stop Jenkins. */
export function askQuit(owner: BrowserWindow | null): Promise<QuitAnswer> {
  const { question, detail, leave, stop, cancel } = desktopWords.quit;
  return ask(owner, question, detail, [
    [leave, 'leave'],
    [stop, 'stop'],
    [cancel, 'cancel'],
  ]);
}

/** Asks whether to finish what is being done first; `detail`: what that is. */
export function askQuitWorking(owner: BrowserWindow | null, detail: string): Promise<'finish' | 'now' | 'cancel'> {
  const { question, finish, now, cancel } = desktopWords.quitWorking;
  return ask(owner, question, detail, [
    [finish, 'finish'],
    [now, 'now'],
    [cancel, 'cancel'],
  ]);
}

/** Asks whether to stop Jenkins and interrupt its builds; `questions` are those of the plan. */
export function askStop(
  owner: BrowserWindow | null,
  builds: number,
  questions: readonly string[],
): Promise<'stop' | 'cancel'> {
  const { question, stop, cancel } = desktopWords.stop;
  return ask(owner, question(builds), questions.join('\n'), [
    [stop, 'stop'],
    [cancel, 'cancel'],
  ]);
}

/** The last answer must be Cancel, which Escape chooses too. */
async function ask<T extends string>(
  owner: BrowserWindow | null,
  message: string,
  detail: string,
  answers: readonly (readonly [label: string, answer: T])[],
): Promise<T> {
  const options = {
    type: 'question' as const,
    message: harmless(message),
    detail: harmless(detail),
    buttons: answers.map(([label]) => label),
    defaultId: 0,
    cancelId: answers.length - 1,
    noLink: true,
  };
  const { response } = await (owner === null ? dialog.showMessageBox(options) : dialog.showMessageBox(owner, options));
  const chosen = answers[response] ?? answers.at(-1);
  if (chosen === undefined) throw new Error('a question without answers');
  return chosen[1];
}
