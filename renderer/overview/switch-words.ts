import { type JenkinsMode, type Mode, modeName } from '../../electron/shared/mode.ts';
import type { JenkinsState } from '../../electron/shared/snapshot.ts';
import { strings } from '../strings.ts';

/** What going to a mode comes to. */
export type Act = 'start' | 'renew' | 'move';

/** By the mode whose Jenkins runs now; null where that is not known yet. */
export function actOf(from: Mode | null, to: JenkinsMode): Act {
  if (from === 'off') return 'start';
  return from === to ? 'renew' : 'move';
}

/** What a dialog that does this, and its button, are called. */
export const actWords = (from: Mode | null, to: Mode): string =>
  to === 'off' ? strings.preview.stop : strings.preview.acts[actOf(from, to)](modeName(to));

/** The mode whose Jenkins runs, as far as a snapshot tells; a preview looks closer. */
export function modeInUse(jenkins: JenkinsState): Mode | null {
  switch (jenkins.kind) {
    case 'running':
    case 'restarting':
      return jenkins.mode;
    case 'drifted':
    case 'failed':
      return jenkins.url === null ? 'off' : jenkins.mode;
    case 'stopped':
      return 'off';
    default:
      return null;
  }
}
