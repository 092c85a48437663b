import { gpuLostContainer } from '../../shared/gpu.ts';
import { modeName } from '../../shared/mode.ts';
import { isGivenUp, type Snapshot } from '../../shared/snapshot.ts';
import { failedWords, jenkinsWords } from '../../shared/state-words.ts';

export interface DesktopNotification {
  readonly title: string;
  readonly body: string;
}

/** What happened between two snapshots that somebody who looks elsewhere should hear: ready, failed, needs attention. */
export function notificationOf(before: Snapshot, now: Snapshot): DesktopNotification | null {
  const { jenkins } = now;
  // Before the first look nothing has happened yet.
  if (before.engine.kind === 'unknown') return null;
  if (jenkins.kind === 'failed' && before.jenkins.kind !== 'failed')
    return {
      title: failedWords(jenkins),
      body: jenkins.failure.title,
    };
  const moved = before.jenkins.kind === 'converging' || before.jenkins.kind === 'restarting';
  const news = now.notices.filter(({ id }) => !before.notices.some((it) => it.id === id));
  const givenUp = news.find(isGivenUp);
  if (jenkins.kind === 'running' && givenUp !== undefined)
    return { title: givenUp.failure.title, body: `Jenkins runs in ${modeName(jenkins.mode)} as before.` };
  if (jenkins.kind === 'running' && moved)
    return { title: `Jenkins is ready in ${modeName(jenkins.mode)}`, body: jenkins.url };
  if (jenkins.kind === 'stopped' && before.jenkins.kind === 'converging')
    return { title: jenkinsWords(jenkins).title, body: 'Its home is unchanged.' };
  if (jenkins.kind === 'drifted' && before.jenkins.kind !== 'drifted' && !now.firstTime) {
    const [cause] = jenkins.causes;
    return {
      title: 'Jenkins is not as you asked for',
      body: cause === undefined ? 'Open Jenkins Tray to see why.' : `${cause.object}: ${cause.current}`,
    };
  }
  const lost = news.find(({ id }) => gpuLostContainer(id) !== null);
  if (lost !== undefined) return { title: lost.failure.title, body: lost.failure.fix ?? '' };
  if (now.engine.kind === 'unreachable' && before.engine.kind === 'connected')
    return { title: now.engine.failure.title, body: now.engine.failure.fix ?? 'Jenkins Tray goes on looking.' };
  return null;
}
