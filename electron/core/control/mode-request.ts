import { consent } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Plan } from '../plan/inputs.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';
import { type Observation, observeAndPlan } from './observation.ts';
import { modeNow } from './snapshot-of.ts';
import { MAX_RETRIES, mayBeTransient, RETRY_DELAY_MS } from './transient.ts';

/** What the user requests: a mode, the consents given with it, and what else to remove. */
export interface ModeRequest {
  readonly mode: Mode;
  /** Ids of the questions with consent; `all` for `--yes`. */
  readonly consents: readonly string[] | 'all';
  readonly purge?: Intent['purge'];
}

/**
 * Drafts the intent for a request, with its plan. Stores nothing. Throws FailureError if the settings are invalid or
 * the engine is unreachable.
 */
export async function draftIntent(
  world: World,
  version: string,
  request: ModeRequest,
  signal: AbortSignal,
): Promise<{ readonly intent: Intent; readonly observation: Observation }> {
  const { settings, problem } = world.settings.load();
  if (problem !== null) throw new FailureError(problem);
  const stored = world.intent.load();
  const newConsents = request.consents === 'all' ? [] : request.consents;
  const draft: Intent = {
    ...stored,
    id: stored.id + 1,
    mode: request.mode,
    state: 'pending',
    consents: newConsents,
    at: world.clock.now(),
    purge: request.purge ?? [],
    failure: null,
    left: null,
  };
  const options = { settings, preflight: true, version };
  let observation = await observeAndPlan(world, { ...options, intent: draft }, signal);
  const resumes = stored.state === 'pending' && stored.mode === request.mode;
  for (let tries = 0; resumes && tries < MAX_RETRIES && observation.plan.blocks.some(mayBeTransient); tries += 1) {
    await sleep(world.clock, RETRY_DELAY_MS, signal);
    observation = await observeAndPlan(world, { ...options, intent: draft }, signal);
  }
  const from = resumes ? stored.from : modeNow(observation.facts, stored, observation.scope.names);
  const consents = consentsOf(request, resumes ? stored.consents : [], observation.plan);
  const intent: Intent = { ...draft, from, consents: [...new Set([...consents, ...stopsOf(observation.plan)])] };
  // A consent may change a step (`chown`), so plan again with the consents.
  if (consents.length > newConsents.length) {
    const { questions } = observation.plan;
    observation = await observeAndPlan(world, { ...options, intent }, signal);
    // A preview shows the questions of the first plan, since in the second all of them have consent.
    if (request.consents === 'all') observation = { ...observation, plan: { ...observation.plan, questions } };
  }
  return { intent, observation };
}

/** Whether the requested state is already reached and stored as the intent. */
export const isReached = ({ mode }: ModeRequest, stored: Intent, { steps }: Plan): boolean =>
  steps.length === 0 &&
  stored.mode === mode &&
  stored.state === 'settled' &&
  stored.failure === null &&
  stored.left === null;

/** The consents: for all questions of the plan, or those given now and `before`. */
const consentsOf = ({ consents }: ModeRequest, before: readonly string[], { questions }: Plan): readonly string[] =>
  consents === 'all' ? questions.map(({ id }) => id) : [...new Set([...before, ...consents])];

/**
 * Consents to stop each Jenkins that the plan drains: a process that resumes after a crash may find it stopping, with
 * unknown builds.
 */
const stopsOf = ({ steps }: Plan): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'drain' ? [consent.stopUncounted(step.name)] : []));
