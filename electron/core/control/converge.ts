import { FailureError } from '../../shared/failure.ts';
import { planEndless } from '../../shared/failures/run.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { noLongerNew } from '../execute/await-ready.ts';
import { runningMode } from '../observe/observe.ts';
import type { Names } from '../stack/names.ts';
import { sleep } from '../world/sleep.ts';
import { carryOut, type Pass } from './carry-out.ts';
import { giveWay, type NextMove } from './give-way.ts';
import { type Look, look } from './look.ts';
import { LOOK_AGAIN_MS, MAX_LOOKS_AGAIN, stillChanging } from './still-changing.ts';

/** Passes in a row after which something must be wrong. */
const MAX_PASSES = 8;

/**
 * Observes, plans and executes until nothing is left to do for the stored intent, then settles it. `first`: a look
 * made for it already. A mode that does not come up gives way to the one before; the failure is stored with the
 * intent and thrown as FailureError. An abort leaves the intent pending and throws the signal's reason.
 */
export async function converge(pass: Pass, first: Look | null, signal: AbortSignal): Promise<Look> {
  const { world, settings, version } = pass;
  let intent = world.intent.load();
  let next = first;
  let looksLeft = MAX_LOOKS_AGAIN;
  for (let round = 0; round < MAX_PASSES + MAX_LOOKS_AGAIN; round += 1) {
    const seen = next ?? (await look(world, { intent, settings, preflight: true, version }, signal));
    next = null;
    if (seen.plan.steps.length === 0) return settle(pass, intent, seen, signal);
    const failed = await carryOut(pass, intent, seen, signal);
    if (failed !== null && stillChanging(failed.failure) && looksLeft > 0) {
      looksLeft -= 1;
      await sleep(world.clock, LOOK_AGAIN_MS, signal);
    } else if (failed !== null) {
      const { names } = seen.scope;
      intent = await afterFailure(pass, giveWay(intent, failed, names), names, signal);
    }
  }
  throw new FailureError(planEndless(MAX_PASSES));
}

/** Stores that the intent is reached. Throws the failure for which it gave way, where it did. */
async function settle({ world }: Pass, intent: Intent, seen: Look, signal: AbortSignal): Promise<Look> {
  if (intent.state !== 'pending') return seen;
  // An interrupted first start may leave the "new" marker behind, which no plan sees where this user cannot look into
  // the home.
  if (intent.mode !== 'off' && seen.facts.home.fresh === null)
    await noLongerNew(seen.scope.names.jenkins[intent.mode], seen.scope.home, world, signal);
  await world.intent.save(settled(intent));
  if (intent.failure !== null) throw new FailureError(intent.failure);
  return seen;
}

const settled = (intent: Intent): Intent => ({
  ...intent,
  state: 'settled',
  from: intent.mode,
  consents: [],
  purge: [],
  // A user who leaves DinD and comes back may have repaired the GPUs meanwhile: DinD then asks for them again.
  gpuless: hasNestedEngine(intent.mode) ? intent.gpuless : null,
});

/** Stores what follows a failure; returns the intent to go on with, or throws the failure. */
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
    // It is kept, stopped, for its log.
    if (mode !== null) await world.engine.stop(names.jenkins[mode], settings.timeouts.stop, signal);
  }
  throw new FailureError(move.failure);
}
