import equal from 'fast-deep-equal';
import type { Failure } from '../../electron/shared/failure.ts';
import { isGivenUp, type Snapshot } from '../../electron/shared/snapshot.ts';

export type Outcome =
  | { readonly kind: 'going' }
  | { readonly kind: 'up' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Cancelled, or cut off by an engine that is back now: to be asked for again. */
  | { readonly kind: 'back' };

/** What a run can change, to be compared with what it was before it. */
export type Standing = Pick<Snapshot, 'jenkins' | 'notices'>;
export const standing = ({ jenkins, notices }: Snapshot): Standing => ({ jenkins, notices });

/** What became of a run that began when all stood as in `before`. `seen`: its work was seen under way. */
export function outcomeOf(snapshot: Snapshot, before: Standing, seen: boolean): Outcome {
  const { activity, engine, jenkins, notices } = snapshot;
  if (activity.kind === 'working' || (!seen && equal(standing(snapshot), before))) return { kind: 'going' };
  if (engine.kind === 'unreachable') return { kind: 'failed', failure: engine.failure };
  if (jenkins.kind === 'running') return { kind: 'up' };
  if (jenkins.kind === 'failed') return { kind: 'failed', failure: jenkins.failure };
  const given = notices.find((it) => isGivenUp(it) && !before.notices.some(({ id }) => id === it.id));
  if (given !== undefined) return { kind: 'failed', failure: given.failure };
  const ended = jenkins.kind === 'stopped' || jenkins.kind === 'drifted';
  return ended && seen ? { kind: 'back' } : { kind: 'going' };
}
