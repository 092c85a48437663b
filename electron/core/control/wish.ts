import { FailureError } from '../../shared/failure.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';
import { LOOK_AGAIN, MOST_PATIENCE, moving } from './converge.ts';
import { type Look, look } from './look.ts';
import { modeNow } from './snapshot-of.ts';

/** Something the user asked for. */
export interface Wish {
  readonly mode: Mode;
  /** Ids of questions answered with yes; `all` for `--yes`. */
  readonly consents: readonly string[] | 'all';
  readonly purge?: Intent['purge'];
}

/**
 * The intent that a wish makes, with what it would do. Stores nothing. Throws FailureError where the settings are
 * not right or the engine does not answer.
 */
export async function lookFor(
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
  const options = { settings, thoroughly: true, version: version };
  let seen = await look(world, { ...options, intent: draft }, signal);
  const goesOn = stored.state === 'pending' && stored.mode === wish.mode;
  for (let tries = 0; goesOn && tries < MOST_PATIENCE && seen.plan.blocks.some(moving); tries += 1) {
    await sleep(world.clock, LOOK_AGAIN, signal);
    seen = await look(world, { ...options, intent: draft }, signal);
  }
  const from = goesOn ? stored.from : modeNow(seen.facts, stored, seen.view.names);
  const consents =
    wish.consents === 'all'
      ? seen.plan.questions.map(({ id }) => id)
      : goesOn
        ? [...new Set([...stored.consents, ...given])]
        : given;
  // Whoever goes on after a crash finds a Jenkins half stopped, whose builds nobody can count any more.
  const stops = seen.plan.steps.flatMap((step) => (step.kind === 'drain' ? [`stop:${step.name}`] : []));
  const intent: Intent = { ...draft, from, consents: [...new Set([...consents, ...stops])] };
  // What was agreed to may change a step (`chown`), so the plan is made once more with it.
  if (consents.length > given.length) {
    const { questions } = seen.plan;
    seen = await look(world, { ...options, intent }, signal);
    // A preview shows what was asked before the yes to all, which the second plan takes for given.
    if (wish.consents === 'all') seen = { ...seen, plan: { ...seen.plan, questions } };
  }
  return { intent, seen };
}
