import { recreateConsent } from '../shared/gpu.ts';
import { modeName } from '../shared/mode.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { failedWords } from './menu.ts';

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
  if (jenkins.kind === 'running' && moved)
    return { title: `Jenkins is ready in ${modeName(jenkins.mode)}`, body: jenkins.url };
  if (jenkins.kind === 'stopped' && before.jenkins.kind === 'converging')
    return { title: 'Jenkins is off', body: 'Its home is as it was.' };
  if (jenkins.kind === 'drifted' && before.jenkins.kind !== 'drifted' && !now.firstTime) {
    const [cause] = jenkins.causes;
    return {
      title: 'Jenkins is not as you asked for',
      body: cause === undefined ? 'Open Jenkins Tray to see why.' : `${cause.object}: ${cause.current}`,
    };
  }
  const lost = now.notices.find(({ id }) => recreateConsent(id) !== null);
  if (lost !== undefined && !before.notices.some(({ id }) => id === lost.id))
    return { title: lost.failure.title, body: lost.failure.fix ?? '' };
  if (now.engine.kind === 'unreachable' && before.engine.kind === 'connected')
    return { title: now.engine.failure.title, body: now.engine.failure.fix ?? 'Jenkins Tray goes on looking.' };
  return null;
}
