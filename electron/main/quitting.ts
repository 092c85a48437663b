import type { BrowserWindow } from 'electron';
import { unwrap } from '../shared/failure.ts';
import { askQuit, askStop } from '../shell/quit-dialog.ts';
import type { CoreSession } from './core-session.ts';

/**
 * Leaves Jenkins running, stops it or asks, according to `desktop.onQuit`; then calls `quit` unless the user cancelled.
 * Throws if Jenkins could not be stopped.
 */
export async function settleJenkinsThenQuit(
  session: CoreSession,
  owner: BrowserWindow | null,
  quit: () => void,
): Promise<void> {
  const answer = await quitAnswer(session, owner);
  if (answer === 'cancel') return;
  if (answer === 'stop' && !(await stopJenkins(session, owner))) return;
  quit();
}

async function quitAnswer(session: CoreSession, owner: BrowserWindow | null): Promise<'leave' | 'stop' | 'cancel'> {
  const { jenkins } = session.snapshot();
  const { onQuit } = session.settings.load().settings.desktop;
  if (jenkins.kind === 'stopped' || jenkins.kind === 'unknown') return 'leave';
  return onQuit === 'ask' ? askQuit(owner) : onQuit;
}

/** Stops Jenkins, after asking for consent if the plan needs it; returns false if the user cancelled. */
async function stopJenkins(session: CoreSession, owner: BrowserWindow | null): Promise<boolean> {
  const { controller } = session.core;
  const { questions, builds } = unwrap(await controller.preview('off'));
  if (questions.length > 0) {
    const texts = questions.map(({ text }) => text);
    if ((await askStop(owner, builds.running, texts)) === 'cancel') return false;
  }
  unwrap(await controller.fulfil({ mode: 'off', consents: questions.map(({ id }) => id) }));
  return true;
}
