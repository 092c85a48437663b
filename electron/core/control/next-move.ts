import { consent, hasConsent, isStartAgain } from '../../shared/consents.ts';
import type { Failure, FailureCode } from '../../shared/failure.ts';
import { dindWithoutGpus } from '../../shared/failures/gpu.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Step } from '../plan/steps.ts';
import type { Names } from '../stack/names.ts';
import { isEngineAway } from './engine-away.ts';
import { rollbackOf, undoOf } from './rollback.ts';

/** What went wrong, and at which step; null: before the first step. */
export interface StepFailure {
  readonly failure: Failure;
  readonly at: Step['kind'] | null;
  /** Whether the failed plan replaces a container in its own mode, or an earlier one of this request did. */
  readonly replaces?: boolean;
}

/** What to do after a failed pass. */
export type NextMove =
  /** Store this intent and work towards it instead. */
  | { readonly kind: 'go-on'; readonly intent: Intent }
  /** The stored intent stays pending: the next start resumes it. */
  | { readonly kind: 'leave-pending'; readonly failure: Failure }
  /** Store that the intent was given up, and why. `stop`: stop the running Jenkins, which would restart forever. */
  | {
      readonly kind: 'give-up';
      readonly intent: Intent;
      readonly failure: Failure;
      readonly stop: boolean;
      /** The upgraded Jenkins keeps the home. */
      readonly stays?: boolean;
    };

/** Failures after which a started Jenkins never becomes ready, including those of its entry point. */
const NEVER_READY: readonly FailureCode[] = [
  'jenkins/exited',
  'jenkins/not-ready',
  'jenkins/no-secrets',
  'home/held',
  'home/missing',
  'home/plugins-not-kept',
  'dind/unhealthy',
];

/** Decides what to do after a failed step: continue without GPUs, roll back to the previous mode, or give up. Pure. */
export function nextMoveAfter(intent: Intent, { failure, at, replaces }: StepFailure, names: Names): NextMove {
  if (hasNestedEngine(intent.mode) && intent.gpuless === null && failure.code.startsWith('gpu/'))
    return { kind: 'go-on', intent: { ...intent, gpuless: dindWithoutGpus(failure) } };
  // The engine is unreachable, so nothing can be rolled back now.
  if (isEngineAway(failure)) return { kind: 'leave-pending', failure };
  const original = intent.failure ?? failure;
  // This process knows only the place where the home was; the next one goes on.
  if (failure.code === 'snapshot/home-moved') return { kind: 'leave-pending', failure };
  // The home from before is there, and the setting names it: another Jenkins must not start on either home by itself.
  if (failure.code === 'upgrade/home-elsewhere')
    return { kind: 'give-up', intent: { ...intent, state: 'failed', failure }, failure, stop: false };
  // Before a take-over, another Jenkins ran, which is not one of our modes.
  const tookOver = intent.consents.some(isStartAgain) && !hasConsent(intent.consents, consent.reuseUnchanged());
  if (intent.from !== intent.mode && (intent.from !== 'off' || tookOver))
    return { kind: 'go-on', intent: { ...rollbackOf(intent, names), failure: original } };
  const isUndoing = hasConsent(intent.consents, consent.undoChange());
  // Jenkins comes back on the home that it had.
  if (intent.restore != null && !isUndoing)
    return { kind: 'go-on', intent: { ...undoOf(intent, names), failure: original } };
  if (intent.mode !== 'off' && intent.from === intent.mode && replaces && !isUndoing)
    return { kind: 'go-on', intent: { ...undoOf(intent, names), failure: original } };
  return giveUp(intent, { failure, at });
}

/** Ends a request with its first failure. A Jenkins that would restart forever is stopped. */
export const giveUp = (intent: Intent, { failure, at }: StepFailure): NextMove & { kind: 'give-up' } => {
  const original = intent.failure ?? failure;
  return {
    kind: 'give-up',
    intent: { ...intent, state: 'failed', failure: original },
    failure: original,
    stop: at === 'await-ready' && NEVER_READY.includes(failure.code) && !isSilentAsBefore(intent, failure),
  };
};

/** After a rollback a Jenkins that runs without an answer may be the one that ran before, with builds. */
const isSilentAsBefore = ({ consents }: Intent, { code }: Failure): boolean =>
  code === 'jenkins/not-ready' && hasConsent(consents, consent.reuseUnchanged());
