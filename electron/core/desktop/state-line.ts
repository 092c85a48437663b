import type { Snapshot } from '../../shared/snapshot.ts';
import { moveLine, stateWords } from '../../shared/state-words.ts';

/** Whether this or another process is working. */
export const isWorking = ({ activity, jenkins }: Snapshot): boolean =>
  activity.kind === 'working' || jenkins.kind === 'converging';

/** The state of Jenkins in one line, for the menu and the tooltip. */
export const stateLine = (snapshot: Snapshot): string =>
  snapshot.activity.kind === 'working' && snapshot.jenkins.kind !== 'converging'
    ? moveLine('off', snapshot.activity.to)
    : stateWords(snapshot).line;
