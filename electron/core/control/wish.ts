import { consent } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Plan } from '../plan/inputs.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';
import { type Look, look } from './look.ts';
import { modeNow } from './snapshot-of.ts';
import { LOOK_AGAIN_MS, MAX_LOOKS_AGAIN, stillChanging } from './still-changing.ts';

/** What the user asks for: a mode, the consents given with it, and what else to remove. */
export interface Wish {
  readonly mode: Mode;
  /** Ids of the questions consented to; `all` for `--yes`. */
  readonly consents: readonly string[] | 'all';
  readonly purge?: Intent['purge'];
}

/**
 * Drafts the intent for a wish, with what it would do. Stores nothing. Throws FailureError where the settings are
 * invalid or the engine does not answer.
 */
export async function draftIntent(
  world: World,
  version: string,
  wish: Wish,
  signal: AbortSignal,
): Promise<{ readonly intent: Intent; readonly seen: Look }> {
  const { settings, problem } = world.settings.load();
  if (problem !== null) throw new FailureError(problem);
  const stored = world.intent.load();
  const given = wish.consents === 'all' ? [] : wish.consents;
  const draft: Intent = {
    ...stored,
    id: stored.id + 1,
    mode: wish.mode,
    state: 'pending',
    consents: given,
    at: world.clock.now(),
    purge: wish.purge ?? [],
    failure: null,
  };
  const options = { settings, preflight: true, version };
  let seen = await look(world, { ...options, intent: draft }, signal);
  const resumes = stored.state === 'pending' && stored.mode === wish.mode;
  for (let tries = 0; resumes && tries < MAX_LOOKS_AGAIN && seen.plan.blocks.some(stillChanging); tries += 1) {
    await sleep(world.clock, LOOK_AGAIN_MS, signal);
    seen = await look(world, { ...options, intent: draft }, signal);
  }
  const from = resumes ? stored.from : modeNow(seen.facts, stored, seen.scope.names);
  const consents = consentsOf(wish, resumes ? stored.consents : [], seen.plan);
  const intent: Intent = { ...draft, from, consents: [...new Set([...consents, ...stopsOf(seen.plan)])] };
  // A consent may change a step (`chown`), so plan again with the consents.
  if (consents.length > given.length) {
    const { questions } = seen.plan;
    seen = await look(world, { ...options, intent }, signal);
    // A preview shows the questions of the first plan: the second takes all of them as answered.
    if (wish.consents === 'all') seen = { ...seen, plan: { ...seen.plan, questions } };
  }
  return { intent, seen };
}

/** Whether the wish asks for what is there already, and the stored intent says so. */
export const isReached = ({ mode }: Wish, stored: Intent, { steps }: Plan): boolean =>
  steps.length === 0 && stored.mode === mode && stored.state === 'settled' && stored.failure === null;

/** Ids of the questions consented to: all of the plan's, or those given now and `before`. */
const consentsOf = ({ consents }: Wish, before: readonly string[], { questions }: Plan): readonly string[] =>
  consents === 'all' ? questions.map(({ id }) => id) : [...new Set([...before, ...consents])];

/**
 * Consents to stop each Jenkins that the plan drains: a process that resumes after a crash may find one half stopped,
 * with builds that it cannot count.
 */
const stopsOf = ({ steps }: Plan): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'drain' ? [consent.stopUncounted(step.name)] : []));
