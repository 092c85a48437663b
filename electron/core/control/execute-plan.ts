import { failureOf } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { execute } from '../execute/execute.ts';
import type { Execution } from '../execute/execution.ts';
import type { Facts } from '../observe/facts.ts';
import { runningPlace, type Scope } from '../observe/observe.ts';
import type { World } from '../world/world.ts';
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
}

/** Runs a plan's steps in order; returns the first failure, or null. Throws the signal's reason when aborted. */
export async function executePlan(
  pass: Pass,
  intent: Intent,
  { facts, plan, scope }: Observation,
  signal: AbortSignal,
): Promise<StepFailure | null> {
  const refusal = refusalOf(plan, intent);
  if (refusal !== null) return { failure: refusal, at: null };
  const run: Execution = {
    world: pass.world,
    settings: pass.settings,
    names: scope.names,
    version: pass.version,
    output: (line) => pass.progress.line(line),
  };
  pass.progress.plan(intent.mode, plan.steps, servingUrl(facts, scope));
  for (const step of plan.steps) {
    signal.throwIfAborted();
    pass.progress.begin();
    try {
      await execute(step, run, signal);
      pass.progress.end('done');
    } catch (thrown) {
      pass.progress.end('failed');
      signal.throwIfAborted();
      return { failure: failureOf(thrown), at: step.kind };
    }
  }
  return null;
}

/** The address of the running Jenkins; null while its page is not ready. */
const servingUrl = ({ containers, page }: Facts, scope: Scope): string | null =>
  page?.kind === 'ready' ? (runningPlace(containers, scope)?.url ?? null) : null;
