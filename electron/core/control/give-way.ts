import type { Failure, FailureCode } from '../../shared/failure.ts';
import { dindWithoutGpus } from '../../shared/failures/gpu.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Step } from '../plan/steps.ts';
import type { Names } from '../stack/names.ts';
import { wayBack } from './way-back.ts';

/** What went wrong, and at which step; null: before any step began. */
export interface Failed {
  readonly failure: Failure;
  readonly at: Step['kind'] | null;
}

/** What follows a failed pass. */
export type NextMove =
  /** Store this intent and work towards it instead. */
  | { readonly kind: 'go-on'; readonly intent: Intent }
  /** The stored intent stays pending: the next start goes on. */
  | { readonly kind: 'leave-pending'; readonly failure: Failure }
  /** Store that it was given up, and why. `stop`: the Jenkins that runs would restart for ever. */
  | { readonly kind: 'give-up'; readonly intent: Intent; readonly failure: Failure; readonly stop: boolean };

/** Failures after which a Jenkins that was started never becomes ready, its entry point's own reasons included. */
const NEVER_READY: readonly FailureCode[] = [
  'jenkins/exited',
  'jenkins/not-ready',
  'jenkins/no-secrets',
  'home/missing',
  'dind/unhealthy',
];

/** Decides what to do about a failed step: go on without GPUs, go back to the mode before, or give up. Pure. */
export function giveWay(intent: Intent, { failure, at }: Failed, names: Names): NextMove {
  if (hasNestedEngine(intent.mode) && intent.gpuless === null && failure.code.startsWith('gpu/'))
    return { kind: 'go-on', intent: { ...intent, gpuless: dindWithoutGpus(failure) } };
  // The engine itself is gone, so nothing can be undone now.
  if (failure.code === 'engine/unreachable' || failure.code === 'engine/forbidden')
    return { kind: 'leave-pending', failure };
  const original = intent.failure ?? failure;
  if (intent.from !== intent.mode && intent.from !== 'off')
    return { kind: 'go-on', intent: { ...wayBack(intent, names), failure: original } };
  return {
    kind: 'give-up',
    intent: { ...intent, state: 'failed', failure: original },
    failure: original,
    stop: at === 'await-ready' && NEVER_READY.includes(failure.code),
  };
}
