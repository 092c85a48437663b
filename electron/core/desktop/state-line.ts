import { holdsHome, jobTitle } from '../../shared/home-job.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { backLine, moveLine, stateWords } from '../../shared/state-words.ts';

/** The state of Jenkins in one line, for the menu and the tooltip. */
export function stateLine(snapshot: Snapshot): string {
  const { activity, jenkins, job } = snapshot;
  if (activity.kind !== 'working')
    return job !== undefined && holdsHome(job) ? jobTitle(job) : stateWords(snapshot).line;
  if (activity.backTo !== undefined) return backLine(activity.backTo);
  return jenkins.kind === 'converging' ? stateWords(snapshot).line : moveLine('off', activity.to);
}
