import { type JenkinsMode, otherMode, RECOMMENDED_MODE } from '../../shared/mode.ts';
import type { Intent, JenkinsState } from '../../shared/snapshot.ts';

/** The target mode of a toggle: resumes an interrupted switch, otherwise the other mode. */
export function toggleTo({ mode, from, state }: Intent, jenkins: JenkinsState): JenkinsMode {
  if (state === 'pending' && mode !== 'off') return mode;
  if (jenkins.kind === 'running' || jenkins.kind === 'restarting') return otherMode(jenkins.mode);
  if (mode !== 'off') return otherMode(mode);
  return from === 'off' ? RECOMMENDED_MODE : from;
}
