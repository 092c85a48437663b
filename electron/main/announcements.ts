import { notificationOf } from '../core/desktop/notification.ts';
import { jobTitle } from '../shared/home-job.ts';
import { situationOf } from '../shared/situation.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import type { AppLog } from '../shell/app-log.ts';
import type { createNotifier } from '../shell/notify.ts';
import type { MainWindow } from '../shell/window.ts';
import type { CoreSession } from './core-session.ts';

/** Snapshots are pushed to the window at most this often: an image build prints hundreds of lines a second. */
const PUSH_INTERVAL_MS = 30;

export interface AnnouncementsWorld {
  readonly session: CoreSession;
  readonly window: MainWindow;
  readonly log: AppLog;
  readonly notify: ReturnType<typeof createNotifier>;
}

/** Forwards each new snapshot: to the window, to the app's log, and as a notification if the window is not focused. */
export function announce({ session, window, log, notify }: AnnouncementsWorld): void {
  let waiting = false;
  const push = (): void => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      window.push('snapshot', session.snapshot());
    }, PUSH_INTERVAL_MS);
  };
  session.subscribe((now, before) => {
    if (situationOf(now) !== situationOf(before)) window.letGo();
    push();
    logChange(log, now, before);
    const news = notificationOf(before, now);
    if (news === null || window.isFocused) return;
    if (session.settings.load().settings.desktop.notifications) notify(news);
  });
}

function logChange(log: AppLog, { jenkins: now, job }: Snapshot, { jenkins: before, job: was }: Snapshot): void {
  if (job !== undefined && job.state !== was?.state) log.info(`${jobTitle(job)}: ${job.state}`);
  if (job?.state === 'ended' && was?.state === 'running' && job.end.kind === 'failed')
    log.error(`${job.end.failure.code}: ${job.end.failure.title}\n${job.end.failure.detail}`);
  if (now.kind !== before.kind) log.info(`Jenkins: ${now.kind}`);
  if (now.kind === 'failed' && before.kind !== 'failed')
    log.error(`${now.failure.code}: ${now.failure.title}\n${now.failure.detail}`);
}
