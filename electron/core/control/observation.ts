import { consent, deadHolder, takenOver } from '../../shared/consents.ts';
import { type Failure, FailureError, failureOf } from '../../shared/failure.ts';
import { engineWithoutSocket } from '../../shared/failures/engine.ts';
import { modeName, modeTraits } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import { locateHome } from '../observe/locate-home.ts';
import { observe, type Scope } from '../observe/observe.ts';
import { observePreflight } from '../observe/preflight.ts';
import { observeNetworkUsers, observeRest } from '../observe/rest.ts';
import { stackInputs } from '../observe/stack-inputs.ts';
import type { Plan } from '../plan/inputs.ts';
import { plan } from '../plan/plan.ts';
import { namesOf } from '../stack/names.ts';
import type { Stack } from '../stack/stack.ts';
import type { Upgrade } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';

/** The state at one moment, and the plan for it. */
export interface Observation {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly scope: Scope;
  /** Why there is no plan; only of an observation for display. */
  readonly unplanned?: Failure;
  /** What the plan leads to, by which it can be made again for the same facts. */
  readonly stack?: Stack | null;
}

export interface ObservationOptions {
  readonly intent: Intent;
  readonly settings: Settings;
  /** If there are steps to do, also observe what is not ours: other containers, ports, data mounts. */
  readonly preflight: boolean;
  /** The app's version, for the labels. */
  readonly version: string;
  /** What is there is shown even if no plan can be made, for example because one of the user's files is missing. */
  readonly forDisplay?: boolean;
  /** The upgrade that is about to begin, in place of the stored one. */
  readonly upgrade?: Upgrade;
  /** The names of what was put aside or is to replace others, if a look just before found them; only of an observation for display. */
  readonly beside?: readonly string[];
  /** Restarts of containers, by id, after which they were ready; they count no more. */
  readonly proven?: ReadonlyMap<string, number>;
}

/** Observes and plans; changes nothing. Throws FailureError if the engine is unreachable, or DooD has no socket. */
export async function observeAndPlan(
  given: World,
  options: ObservationOptions,
  signal: AbortSignal,
): Promise<Observation> {
  const { intent, settings } = options;
  const world = await locateHome(given, signal);
  const { home, homeVolume } = world;
  const names = namesOf(settings.instance, world.owner.load());
  const scope: Scope = {
    settings,
    names,
    home,
    ...(homeVolume === undefined ? {} : { homeVolume }),
    takenOver: takenOver(intent.consents),
    ...(options.beside === undefined ? {} : { beside: options.beside }),
    ...(intent.mode === 'off' ? {} : { deadHolder: deadHolder(intent.consents) }),
  };
  let unplanned: Failure | undefined;
  const [observed, stack] = await Promise.all([
    observe(world, scope, signal, intent),
    stackFor(world, options).catch((thrown: unknown) => {
      if (options.forDisplay !== true) throw thrown;
      unplanned = failureOf(thrown);
      return null;
    }),
  ]);
  if (unplanned !== undefined)
    return { facts: observed, plan: { steps: [], questions: [], blocks: [unplanned], notices: [] }, scope, unplanned };
  const inputs = { intent, settings, names, home, homeVolume: homeVolume?.name ?? null, stack };
  const planned = (facts: Facts): Observation => ({
    facts,
    plan: plan({ ...inputs, facts: sinceProven(facts, options.proven) }),
    scope,
    stack,
  });
  let observation = planned(options.upgrade === undefined ? observed : { ...observed, upgrade: options.upgrade });
  // More is asked only for a plan that depends on it.
  if (observation.plan.steps.length > 0)
    observation = planned(await observeRest(world, scope, observation.facts, signal));
  if (observation.plan.steps.some(({ kind }) => kind === 'remove-network'))
    observation = planned(await observeNetworkUsers(world, observation.facts, signal));
  if (options.preflight && observation.plan.steps.length > 0)
    observation = planned(await observePreflight(world, scope, observation.facts, signal));
  return observation;
}

/**
 * The plan for an intent with further consents, by the same facts: they were observed at this moment, and are the dear part.
 * Null if these consents need other facts, or another stack.
 */
export function planAgain({ facts, scope, stack, plan: before }: Observation, intent: Intent): Observation | null {
  const { settings, names, home, homeVolume, takenOver: taken = [], deadHolder: dead = null } = scope;
  if (stack === undefined || intent.consents.includes(consent.reuseUnchanged())) return null;
  if (takenOver(intent.consents).join() !== taken.join() || deadHolder(intent.consents) !== dead) return null;
  const again = plan({ intent, settings, names, home, homeVolume: homeVolume?.name ?? null, stack, facts });
  const removesNetwork = ({ steps }: Plan): boolean => steps.some(({ kind }) => kind === 'remove-network');
  if (again.steps.length > 0 && facts.preflight === null) return null;
  return removesNetwork(again) && !removesNetwork(before) ? null : { facts, scope, stack, plan: again };
}

/** The facts with the restarts since then: a Jenkins that its users restarted often, and that was ready each time, is well. */
const sinceProven = (facts: Facts, proven: ReadonlyMap<string, number> = new Map()): Facts => ({
  ...facts,
  containers: facts.containers.map((it) =>
    it.restartCount === null ? it : { ...it, restartCount: Math.max(0, it.restartCount - (proven.get(it.id) ?? 0)) },
  ),
});

/** The stack of the intent's mode; null for `off`. */
async function stackFor(world: World, { intent, settings, version }: ObservationOptions): Promise<Stack | null> {
  if (intent.mode === 'off') return null;
  // A rollback takes containers and images as they are, so it needs nothing that may have gone wrong since.
  const reuses = intent.consents.includes(consent.reuseUnchanged());
  if (modeTraits[intent.mode].engine === 'host' && world.endpoint.socket === null && !reuses) {
    throw new FailureError(engineWithoutSocket(modeName(intent.mode), world.endpoint.host));
  }
  const [{ buildStack }, inputs] = await Promise.all([
    import('../stack/build-stack.ts'),
    stackInputs(world, settings, intent, version, reuses),
  ]);
  return buildStack(intent.mode, inputs);
}
