import { failureOf } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { execute } from '../execute/execute.ts';
import type { Execution } from '../execute/execution.ts';
import type { Facts } from '../observe/facts.ts';
import { runningPlace, type Scope } from '../observe/observe.ts';
import { isReplacing } from '../plan/candidates.ts';
import { cleanUpOf, onlyCleansUp } from '../plan/clean-up.ts';
import type { World } from '../world/world.ts';
import { isEngineAway } from './engine-away.ts';
import type { LeftStep } from './left-over.ts';
import type { StepFailure } from './next-move.ts';
import type { Observation } from './observation.ts';
import type { Progress } from './progress.ts';
import { refusalOf } from './refusal.ts';

/** What a pass needs. */
export interface Pass {
  readonly world: World;
  readonly settings: Settings;
  readonly version: string;
  readonly progress: Progress;
  /** Whether another process may have begun it. */
  readonly resumes: boolean;
}

/** How the steps of a plan ended. */
export interface PassResult {
  /** The failure that ended the pass; null: it came to its end. */
  readonly failed: StepFailure | null;
  /** The steps that failed and only clean up. */
  readonly left: readonly LeftStep[];
}

/**
 * Runs a plan's steps in order, up to the first failure. Steps that only clean up do not end the pass; what follows them
 * for the same object is left as well. Throws the signal's reason when aborted.
 */
export async function executePlan(
  pass: Pass,
  intent: Intent,
  { facts, plan, scope }: Observation,
  signal: AbortSignal,
): Promise<PassResult> {
  const refusal = refusalOf(plan, intent);
  if (refusal !== null && onlyCleansUp(plan.steps, intent.mode))
    return { failed: null, left: plan.steps.map((step) => ({ step, failure: refusal })) };
  const replaces = isReplacing(plan.steps, facts, intent.consents);
  if (refusal !== null) return { failed: { failure: refusal, at: null, replaces }, left: [] };
  const run: Execution = {
    world: pass.world,
    settings: pass.settings,
    names: scope.names,
    version: pass.version,
    output: (line) => pass.progress.line(line),
  };
  pass.progress.plan(intent.mode, plan.steps, servingUrl(facts, scope));
  const cleanUp = cleanUpOf(plan.steps, intent.mode);
  let left: readonly LeftStep[] = [];
  for (const step of plan.steps) {
    signal.throwIfAborted();
    pass.progress.begin();
    // Each further clean-up could hang as long; a Jenkins is stopped all the same.
    const hangs = cleanUp.has(step) && left.some(({ failure }) => failure.code === 'engine/timeout');
    if (hangs || left.some((it) => it.step.cause.object === step.cause.object)) {
      pass.progress.end('failed');
      continue;
    }
    try {
      await execute(step, run, signal);
      pass.progress.end('done');
    } catch (thrown) {
      pass.progress.end('failed');
      signal.throwIfAborted();
      const failure = failureOf(thrown);
      if (!cleanUp.has(step) || isEngineAway(failure)) return { failed: { failure, at: step.kind, replaces }, left };
      left = [...left, { step, failure }];
    }
  }
  return { failed: null, left };
}

/** The address of the running Jenkins; null while its page is not ready. */
const servingUrl = ({ containers, page }: Facts, scope: Scope): string | null =>
  page?.kind === 'ready' ? (runningPlace(containers, scope)?.url ?? null) : null;
