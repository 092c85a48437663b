import equal from 'fast-deep-equal';
import type { Failure } from '../../electron/shared/failure.ts';
import { isGivenUp } from '../../electron/shared/notice.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';

export type Outcome =
  | { readonly kind: 'going' }
  | { readonly kind: 'up' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Cancelled, or interrupted by an engine that has since returned: ask again. */
  | { readonly kind: 'back' };

/** The part of the state that a run changes, to compare before and after. */
export type RunState = Pick<Snapshot, 'jenkins' | 'notices'>;
export const runStateOf = ({ jenkins, notices }: Snapshot): RunState => ({ jenkins, notices });

/** The outcome of a run that began in the state `before`. `seen`: the run was observed while working. */
export function outcomeOf(snapshot: Snapshot, before: RunState, seen: boolean): Outcome {
  const { activity, engine, jenkins, notices } = snapshot;
  if (activity.kind === 'working' || (!seen && equal(runStateOf(snapshot), before))) return { kind: 'going' };
  if (engine.kind === 'unreachable') return { kind: 'failed', failure: engine.failure };
  if (jenkins.kind === 'running') return { kind: 'up' };
  if (jenkins.kind === 'failed') return { kind: 'failed', failure: jenkins.failure };
  const given = notices.find((it) => isGivenUp(it) && !before.notices.some(({ id }) => id === it.id));
  if (given !== undefined) return { kind: 'failed', failure: given.failure };
  const ended = jenkins.kind === 'stopped' || jenkins.kind === 'drifted';
  return ended && seen ? { kind: 'back' } : { kind: 'going' };
}
