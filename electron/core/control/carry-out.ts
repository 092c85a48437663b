import { failureOf } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { execute } from '../execute/execute.ts';
import type { Execution } from '../execute/execution.ts';
import type { Facts } from '../observe/facts.ts';
import { runningPlace, type Scope } from '../observe/observe.ts';
import type { World } from '../world/world.ts';
import type { Failed } from './give-way.ts';
import type { Look } from './look.ts';
import type { Progress } from './progress.ts';
import { refusalOf } from './refusal.ts';

/** What passes run with. */
export interface Pass {
  readonly world: World;
  readonly settings: Settings;
  readonly version: string;
  readonly progress: Progress;
}

/** Runs a plan's steps in order and stops at the first failure, which it returns. Throws the reason of an abort. */
export async function carryOut(
  pass: Pass,
  intent: Intent,
  { facts, plan, scope }: Look,
  signal: AbortSignal,
): Promise<Failed | null> {
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

/** Where the Jenkins that runs serves; null while its page is not ready. */
const servingUrl = ({ containers, page }: Facts, scope: Scope): string | null =>
  page?.kind === 'ready' ? (runningPlace(containers, scope)?.url ?? null) : null;
