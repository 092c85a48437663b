import { failureOf } from '../../shared/failure.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { runningMode } from '../observe/observe.ts';
import { type Names, namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import { isEngineAway } from './engine-away.ts';
import { Patience, patiently } from './patience.ts';
import { cancelled } from './rollback.ts';

/** Stores what follows after a pending intent is cancelled, and returns it: the way back, or the intent as settled. */
export async function cancelIntent(world: World, intent: Intent, signal: AbortSignal): Promise<Intent> {
  const names = namesOf(world.settings.load().settings.instance);
  const next = cancelled(intent, await modeRunningNow(world, names, signal), names);
  await world.intent.save(next);
  return next;
}

/** The mode of the running Jenkins; `off` if none runs, or while the engine does not answer. */
async function modeRunningNow({ engine, clock }: World, names: Names, signal: AbortSignal): Promise<Mode> {
  try {
    const found = await patiently(new Patience('first look'), clock, signal, () =>
      engine.containersNamed(Object.values(names.jenkins), signal),
    );
    return runningMode(found, names) ?? 'off';
  } catch (thrown) {
    // The way back is stored all the same, so that what was cancelled is not resumed once the engine is back.
    if (isEngineAway(failureOf(thrown))) return 'off';
    throw thrown;
  }
}
