import type { BrowserWindow } from 'electron';
import { desktopWords } from '../core/desktop/desktop-words.ts';
import { stateLine } from '../core/desktop/state-line.ts';
import { unwrap } from '../shared/failure.ts';
import { type HomeJob, jobTitle } from '../shared/home-job.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { askQuit, askQuitWorking, askStop } from '../shell/quit-dialog.ts';
import type { CoreSession } from './core-session.ts';

/** The window that a question belongs to. Called only when a question is asked. */
type Owner = () => Promise<BrowserWindow | null>;

/**
 * Finishes what is being done first, or leaves it to the next start, as the user says. Then leaves Jenkins running, stops it
 * or asks, according to `desktop.onQuit`. Returns whether to quit: false if the user cancelled. Throws if Jenkins could not
 * be stopped.
 */
export async function settleBeforeQuit(session: CoreSession, owner: Owner): Promise<boolean> {
  while (isBusy(session.snapshot())) {
    const window = await owner();
    // It may have ended while the window opened.
    if (!isBusy(session.snapshot())) break;
    const answer = await askQuitWorking(window, workingDetail(session.snapshot()));
    if (answer !== 'finish') return answer === 'now';
    await untilIdle(session);
  }
  const answer = await quitAnswer(session, owner);
  return answer === 'leave' || (answer === 'stop' && (await stopJenkins(session, owner)));
}

/** The job that this process does; one of another process goes on without it. */
const ownJob = ({ job }: Snapshot): HomeJob | null =>
  job?.state === 'running' && job.isElsewhere !== true ? job : null;

const isBusy = (snapshot: Snapshot): boolean => snapshot.activity.kind === 'working' || ownJob(snapshot) !== null;

/** What is being done, and what becomes of it. */
function workingDetail(snapshot: Snapshot): string {
  const job = ownJob(snapshot);
  const { quitJob, quitWorking } = desktopWords;
  return job === null ? quitWorking.detail(stateLine(snapshot)) : quitJob.detail(jobTitle(job));
}

/** Resolves when nothing is being done any more. */
const untilIdle = (session: CoreSession): Promise<void> =>
  new Promise((resolve) => {
    if (!isBusy(session.snapshot())) return resolve();
    const unsubscribe = session.subscribe((now) => {
      if (isBusy(now)) return;
      unsubscribe();
      resolve();
    });
  });

async function quitAnswer(session: CoreSession, owner: Owner): Promise<'leave' | 'stop' | 'cancel'> {
  const { jenkins } = session.snapshot();
  const { onQuit } = session.settings.load().settings.desktop;
  if (jenkins.kind === 'stopped' || jenkins.kind === 'unknown') return 'leave';
  return onQuit === 'ask' ? askQuit(await owner()) : onQuit;
}

/** Stops Jenkins, after asking for consent if the plan needs it; returns false if the user cancelled. */
async function stopJenkins(session: CoreSession, owner: Owner): Promise<boolean> {
  const { controller } = session.core;
  const { questions, builds } = unwrap(await controller.preview('off'));
  if (questions.length > 0) {
    const texts = questions.map(({ text }) => text);
    if ((await askStop(await owner(), builds.running, texts)) === 'cancel') return false;
  }
  unwrap(await controller.fulfil({ mode: 'off', consents: questions.map(({ id }) => id) }));
  return true;
}
