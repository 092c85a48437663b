import { type JenkinsMode, type Mode, modeName } from '../../electron/shared/mode.ts';
import type { JenkinsState } from '../../electron/shared/snapshot.ts';
import { strings } from '../strings.ts';

/** What a change to a mode does to Jenkins. */
export type SwitchKind = 'start' | 'recreate' | 'switch';

/** `from`: the mode of the running Jenkins; null if not known yet. */
export function switchKind(from: Mode | null, to: JenkinsMode): SwitchKind {
  if (from === 'off') return 'start';
  return from === to ? 'recreate' : 'switch';
}

/** Title of the dialog and its button. */
export const switchTitle = (from: Mode | null, to: Mode): string =>
  to === 'off' ? strings.preview.stop : strings.preview.actions[switchKind(from, to)](modeName(to));

/** The mode of the running Jenkins according to a snapshot; a preview is more exact. */
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
