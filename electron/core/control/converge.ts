import { FailureError } from '../../shared/failure.ts';
import { planEndless } from '../../shared/failures/run.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { removeNewHomeMarker } from '../execute/await-ready.ts';
import { runningMode } from '../observe/observe.ts';
import { onlyCleansUp } from '../plan/clean-up.ts';
import type { Names } from '../stack/names.ts';
import { sleep } from '../world/sleep.ts';
import { executePlan, type Pass } from './execute-plan.ts';
import { type LeftStep, leftOver } from './left-over.ts';
import { type NextMove, nextMoveAfter } from './next-move.ts';
import { type Observation, observeAndPlan } from './observation.ts';
import { MAX_RETRIES, mayBeTransient, RETRY_DELAY_MS } from './transient.ts';

/** After this many passes, something must be wrong. */
const MAX_PASSES = 8;

/**
 * Observes, plans and executes until the stored intent is reached, then settles it. `first`: an observation already
 * made for it. If a mode does not start, it is rolled back; the failure is stored with the intent and thrown as
 * FailureError. What cannot be cleaned up afterwards is stored with the settled intent. An abort leaves the intent
 * pending and throws the signal's reason.
 */
export async function converge(pass: Pass, first: Observation | null, signal: AbortSignal): Promise<Observation> {
  const { world, settings, version } = pass;
  let intent = world.intent.load();
  let next = first;
  let retriesLeft = MAX_RETRIES;
  /** What the last pass could not clean up. */
  let left: readonly LeftStep[] = [];
  for (let round = 0; round < MAX_PASSES + MAX_RETRIES; round += 1) {
    const observation = next ?? (await observeAndPlan(world, { intent, settings, preflight: true, version }, signal));
    next = null;
    const { steps } = observation.plan;
    if (steps.length === 0) return settle(pass, intent, observation, signal);
    if (left.length > 0 && onlyCleansUp(steps, intent.mode))
      return settle(pass, { ...intent, left: leftOver(intent, observation.plan, left) }, observation, signal);
    const result = await executePlan(pass, intent, observation, signal);
    const { failed } = result;
    left = result.left;
    const failures = [...left, ...(failed === null ? [] : [failed])].map(({ failure }) => failure);
    if (failures.some(mayBeTransient) && retriesLeft > 0) {
      retriesLeft -= 1;
      left = [];
      await sleep(world.clock, RETRY_DELAY_MS, signal);
    } else if (failed !== null) {
      const { names } = observation.scope;
      intent = await afterFailure(pass, nextMoveAfter(intent, failed, names), names, signal);
    }
  }
  throw new FailureError(planEndless(MAX_PASSES));
}

/** Stores that the intent is reached. Throws the failure of a rollback. */
async function settle(
  { world }: Pass,
  intent: Intent,
  observation: Observation,
  signal: AbortSignal,
): Promise<Observation> {
  if (intent.state !== 'pending') return observation;
  // An interrupted first start may leave the "new" marker behind, which no plan detects if this user cannot read the
  // home.
  if (intent.mode !== 'off' && observation.facts.home.fresh === null)
    await removeNewHomeMarker(observation.scope.names.jenkins[intent.mode], observation.scope.home, world, signal);
  await world.intent.save(settled(intent));
  if (intent.failure !== null) throw new FailureError(intent.failure);
  return observation;
}

const settled = (intent: Intent): Intent => ({
  ...intent,
  state: 'settled',
  from: intent.mode,
  consents: [],
  purge: intent.left === null ? [] : intent.purge,
  // The user may repair the GPUs before the next switch to DinD, which then requests them again.
  gpuless: hasNestedEngine(intent.mode) ? intent.gpuless : null,
});

/** Stores the next move after a failure; returns the intent to continue with, or throws the failure. */
async function afterFailure(
  { world, settings }: Pass,
  move: NextMove,
  names: Names,
  signal: AbortSignal,
): Promise<Intent> {
  if (move.kind === 'leave-pending') throw new FailureError(move.failure);
  await world.intent.save(move.intent);
  if (move.kind === 'go-on') return move.intent;
  if (move.stop) {
    const mode = runningMode(await world.engine.containersNamed(Object.values(names.jenkins), signal), names);
    // Stopped, not removed, to keep its log.
    if (mode !== null) await world.engine.stop(names.jenkins[mode], settings.timeouts.stop, signal);
  }
  throw new FailureError(move.failure);
}
