import { takenOver } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import { engineWithoutSocket } from '../../shared/failures/engine.ts';
import { modeName, modeTraits } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import { observe, observeNetworkUsers, observePreflight, type Scope } from '../observe/observe.ts';
import { stackInputs } from '../observe/stack-inputs.ts';
import type { Plan } from '../plan/inputs.ts';
import { plan } from '../plan/plan.ts';
import { namesOf } from '../stack/names.ts';
import type { Stack } from '../stack/stack.ts';
import type { World } from '../world/world.ts';

/** The state at one moment, and the plan for it. */
export interface Observation {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly scope: Scope;
}

export interface ObservationOptions {
  readonly intent: Intent;
  readonly settings: Settings;
  /** If there are steps to do, also observe what is not ours: other containers, ports, data mounts. */
  readonly preflight: boolean;
  /** The app's version, for the labels. */
  readonly version: string;
}

/** Observes and plans; changes nothing. Throws FailureError if the engine is unreachable, or DooD has no socket. */
export async function observeAndPlan(
  world: World,
  options: ObservationOptions,
  signal: AbortSignal,
): Promise<Observation> {
  const { intent, settings } = options;
  const names = namesOf(settings.instance, world.owner.load());
  const scope: Scope = { settings, names, home: world.home, takenOver: takenOver(intent.consents) };
  const [observed, stack] = await Promise.all([observe(world, scope, signal), stackFor(world, options)]);
  const inputs = { intent, settings, names, home: world.home, stack };
  const planned = (facts: Facts): Observation => ({ facts, plan: plan({ ...inputs, facts }), scope });
  let observation = planned(observed);
  // More is asked only for a plan that depends on it.
  if (observation.plan.steps.some(({ kind }) => kind === 'remove-network'))
    observation = planned(await observeNetworkUsers(world, observation.facts, signal));
  if (options.preflight && observation.plan.steps.length > 0)
    observation = planned(await observePreflight(world, scope, observation.facts, signal));
  return observation;
}

/** The stack of the intent's mode; null for `off`. */
async function stackFor(world: World, { intent, settings, version }: ObservationOptions): Promise<Stack | null> {
  if (intent.mode === 'off') return null;
  if (modeTraits[intent.mode].engine === 'host' && world.endpoint.socket === null) {
    throw new FailureError(engineWithoutSocket(modeName(intent.mode), world.endpoint.host));
  }
  const [{ buildStack }, inputs] = await Promise.all([
    import('../stack/build-stack.ts'),
    stackInputs(world, settings, intent, version),
  ]);
  return buildStack(intent.mode, inputs);
}
