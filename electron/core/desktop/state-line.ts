import type { Snapshot } from '../../shared/snapshot.ts';
import { moveLine, stateWords } from '../../shared/state-words.ts';

/** The state of Jenkins in one line, for the menu and the tooltip. */
export const stateLine = (snapshot: Snapshot): string =>
  snapshot.activity.kind === 'working' && snapshot.jenkins.kind !== 'converging'
    ? moveLine('off', snapshot.activity.to)
    : stateWords(snapshot).line;
