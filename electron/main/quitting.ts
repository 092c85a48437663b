import type { BrowserWindow } from 'electron';
import { valueIn } from '../shared/failure.ts';
import { askQuit, askStop } from '../shell/quit-dialog.ts';
import type { Live } from './live.ts';

/** What the user's Quit does to Jenkins, as set; true when the app may end. Throws where Jenkins could not be stopped. */
export async function mayQuit(live: Live, owner: BrowserWindow | null): Promise<boolean> {
  const { jenkins } = live.snapshot();
  const { onQuit } = live.settings.load().settings.desktop;
  if (onQuit === 'leave' || jenkins.kind === 'stopped' || jenkins.kind === 'unknown') return true;
  const answer = onQuit === 'ask' ? await askQuit(owner) : 'stop';
  if (answer !== 'stop') return answer === 'leave';
  const { controller } = live.session;
  const { questions, builds } = valueIn(await controller.preview('off'));
  const asked = questions.length > 0;
  if (
    asked &&
    (await askStop(
      owner,
      builds.running,
      questions.map(({ text }) => text),
    )) === 'cancel'
  )
    return false;
  valueIn(await controller.fulfil({ mode: 'off', consents: questions.map(({ id }) => id) }));
  return true;
}
