import { takenOver } from '../../shared/consents.ts';
import { FailureError, failureOf } from '../../shared/failure.ts';
import { upgradeNotCancelled } from '../../shared/failures/upgrade.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { observeContainers } from '../observe/containers.ts';
import { locateHome } from '../observe/locate-home.ts';
import { runningMode, type Scope } from '../observe/observe.ts';
import { isBesideAny, isKept, namesOf } from '../stack/names.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import { buildAgain } from './build-again.ts';
import { isEngineAway } from './engine-away.ts';
import { Patience, patiently } from './patience.ts';
import { cancelled, restoreUndone } from './rollback.ts';
import { repairUpgrade } from './upgrade.ts';
import { staysUpgraded } from './upgrade-stays.ts';

/**
 * Stores what follows after a pending intent is cancelled, and returns it: the way back, or the intent as settled. Throws
 * `upgrade/stays` where the home from before an upgrade cannot be put back.
 */
export async function cancelIntent(
  world: World,
  intent: Intent,
  version: string,
  signal: AbortSignal,
): Promise<Intent> {
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance);
  const containers = await containersNow(world, { names, settings }, takenOver(intent.consents), signal);
  const running = runningMode(containers, names) ?? 'off';
  const located = await locateHome(world, signal).catch(() => world);
  const keptAs = world.homes.pluginLook(located.home)?.keptAs ?? null;
  const next = cancelled(
    intent,
    running,
    names,
    keptAs !== null ||
      restoreUndone(intent.restore) !== null ||
      containers.some(({ name, id }) => isBesideAny(names, name) || isKept(name, id)),
  );
  const own = namesOf(settings.instance, world.owner.load());
  const run = { world: located, settings, names: own, version, output: () => undefined };
  const stays = await staysUpgraded(intent, next, upgradeNotCancelled(), run, signal);
  if (stays !== null) {
    await world.intent.save({ ...intent, state: 'failed', failure: stays });
    await repairUpgrade(world, own, true, signal);
    throw new FailureError(stays);
  }
  if (next.state === 'settled') await buildAgain(world, { names, settings }, containers, signal);
  // On a full disk the Jenkins before comes back all the same; that the disk is full is told at its end.
  await world.intent.save(next).catch(() => undefined);
  // Nothing of it has happened yet but its settings, and maybe an image.
  if (next.state === 'settled' && world.intent.load().state === 'settled')
    await repairUpgrade(world, own, true, signal);
  return next;
}

/** The containers with our names, and those beside them; none while the engine does not answer. */
async function containersNow(
  world: World,
  scope: Pick<Scope, 'names' | 'settings'>,
  kept: readonly string[],
  signal: AbortSignal,
): Promise<readonly ContainerFact[]> {
  try {
    return await patiently(new Patience('first look'), world.clock, signal, () =>
      observeContainers(world, scope, kept, signal),
    );
  } catch (thrown) {
    // The way back is stored all the same, so that what was cancelled is not resumed once the engine is back.
    if (isEngineAway(failureOf(thrown))) return [];
    throw thrown;
  }
}
