import { gpuLostContainer, isGpuNotice } from '../../shared/gpu.ts';
import { doneTitle } from '../../shared/home-job.ts';
import { modeName } from '../../shared/mode.ts';
import { isGivenUp, isUpdateNotice, type Notice } from '../../shared/notice.ts';
import type { DriftCause, Snapshot } from '../../shared/snapshot.ts';
import { failedWords, jenkinsWords } from '../../shared/state-words.ts';

export interface DesktopNotification {
  readonly title: string;
  readonly body: string;
}

/** The notification for the change between two snapshots: ready, failed, needs attention; null if none. */
export function notificationOf(before: Snapshot, now: Snapshot): DesktopNotification | null {
  // The first observation is not a change.
  if (before.engine.kind === 'unknown') return null;
  const newNotices = now.notices.filter(({ id }) => !before.notices.some((it) => it.id === id));
  return (
    ofJenkins(before, now, newNotices.find(isGivenUp)) ??
    ofGpus(newNotices) ??
    ofUpdate(newNotices) ??
    ofJob(before, now) ??
    ofEngine(before, now)
  );
}

function ofJenkins(before: Snapshot, now: Snapshot, givenUp: Notice | undefined): DesktopNotification | null {
  const was = before.jenkins.kind;
  const { jenkins } = now;
  switch (jenkins.kind) {
    case 'failed':
      return was === 'failed' ? null : { title: failedWords(jenkins), body: jenkins.failure.title };
    case 'running':
      if (givenUp !== undefined)
        return { title: givenUp.failure.title, body: `Jenkins runs in ${modeName(jenkins.mode)} as before.` };
      return was === 'converging' || was === 'restarting'
        ? { title: `Jenkins is ready in ${modeName(jenkins.mode)}`, body: jenkins.url }
        : null;
    case 'stopped':
      return was === 'converging' ? { title: jenkinsWords(jenkins).title, body: 'Its home is unchanged.' } : null;
    case 'drifted':
      return was === 'drifted' || now.firstTime ? null : ofDrift(jenkins.causes);
    default:
      return null;
  }
}

const ofDrift = ([cause]: readonly DriftCause[]): DesktopNotification => ({
  title: 'Jenkins is not as requested',
  body: cause === undefined ? 'Open Jenkins Tray to see why.' : `${cause.object}: ${cause.current}`,
});

/** GPUs that were lost or need somebody, and what to do. */
function ofGpus(notices: readonly Notice[]): DesktopNotification | null {
  const lost = notices.find(({ id }) => gpuLostContainer(id) !== null || isGpuNotice(id));
  return lost === undefined ? null : { title: lost.failure.title, body: lost.failure.fix ?? '' };
}

function ofUpdate(notices: readonly Notice[]): DesktopNotification | null {
  const offered = notices.find(isUpdateNotice);
  return offered === undefined ? null : { title: offered.failure.title, body: 'Open Jenkins Tray to install it.' };
}

/** Work on a snapshot of the home takes hours, maybe. */
function ofJob({ job: was }: Snapshot, { job }: Snapshot): DesktopNotification | null {
  if (was?.state !== 'running' || job?.state !== 'ended' || job.end.kind === 'cancelled') return null;
  if (job.end.kind === 'failed') return { title: job.end.failure.title, body: job.end.failure.fix ?? '' };
  return { title: doneTitle(job), body: job.end.lines[0] ?? '' };
}

function ofEngine({ engine: was }: Snapshot, { engine }: Snapshot): DesktopNotification | null {
  if (engine.kind !== 'unreachable' || was.kind !== 'connected') return null;
  return { title: engine.failure.title, body: engine.failure.fix ?? 'Jenkins Tray keeps trying.' };
}
