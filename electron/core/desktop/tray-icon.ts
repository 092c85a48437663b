import type { FailureCode } from '../../shared/failure.ts';
import { count } from '../../shared/format.ts';
import { modeName } from '../../shared/mode.ts';
import { isUpdateNotice, type Notice } from '../../shared/notice.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { isWorking, stateWords } from '../../shared/state-words.ts';
import { gpuSummary } from './menu-gpu.ts';
import { stateLine } from './state-line.ts';
import type { TrayIcon } from './tray-model.ts';

/** A newer version, of the app or of the base, and a faster first switch are nothing to attend to. */
const OPTIONAL: ReadonlySet<FailureCode> = new Set(['upgrade/newer-base', 'image/prepare', 'image/not-prepared']);

/** The icon: the window's sign, except that notices and an unreachable engine show `attention`. An update is no trouble. */
export function iconOf(snapshot: Snapshot): TrayIcon {
  if (isWorking(snapshot)) return 'working';
  if (snapshot.engine.kind === 'unreachable') return 'attention';
  const { sign } = stateWords(snapshot);
  if (sign === 'working' || sign === 'failed') return sign;
  const needsNothing = (notice: Notice): boolean => isUpdateNotice(notice) || OPTIONAL.has(notice.failure.code);
  if (!snapshot.notices.every(needsNothing)) return 'attention';
  return sign === 'unknown' ? 'off' : sign;
}

/** Mode, address, running builds, GPU load. */
export function tooltipOf(snapshot: Snapshot): string {
  const { jenkins, builds, engine } = snapshot;
  const running = jenkins.kind === 'running' && engine.kind !== 'unreachable';
  const parts = running
    ? [
        `${modeName(jenkins.mode)} at ${jenkins.url}`,
        ...(builds.running > 0 ? [`${count(builds.running, 'build')} running`] : []),
      ]
    : [stateLine(snapshot)];
  return ['Jenkins Tray', ...parts, ...gpuSummary(snapshot.gpu)].join(' · ');
}
