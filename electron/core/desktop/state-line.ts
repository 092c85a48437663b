import type { Snapshot } from '../../shared/snapshot.ts';
import { moveLine, stateWords } from '../../shared/state-words.ts';

/** Whether something is being done, here or by another process. */
export const isWorking = ({ activity, jenkins }: Snapshot): boolean =>
  activity.kind === 'working' || jenkins.kind === 'converging';

/** How Jenkins stands, in one line: for the menu and the tooltip. */
export const stateLine = (snapshot: Snapshot): string =>
  snapshot.activity.kind === 'working' && snapshot.jenkins.kind !== 'converging'
    ? moveLine('off', snapshot.activity.to)
    : stateWords(snapshot).line;
