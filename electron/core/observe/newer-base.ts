import type { Failure } from '../../shared/failure.ts';
import { newerBase } from '../../shared/failures/upgrade.ts';
import type { Notice } from '../../shared/notice.ts';
import type { Settings } from '../../shared/settings.ts';
import type { BaseLook } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';

/** A registry is asked once a day: it counts what it is asked. */
const DAY_MS = 86_400_000;

const isWanted = ({ images }: Settings): boolean => images.checkForNewer && !images.jenkinsBase.includes('@');

/** Whether the registry of the base is to be asked again: for another base, a day later, or after the clock was set back. */
export function isLookDue({ bases, settings: store }: World, now: number): boolean {
  const { settings } = store.load();
  const last = bases.load();
  if (!isWanted(settings)) return false;
  return last === null || last.base !== settings.images.jenkinsBase || now - last.at >= DAY_MS || now < last.at;
}

/**
 * Asks the registry whether it has another image under the name of the base than this engine. Pulls nothing; null: the
 * registry does not answer, or nothing is here to compare with.
 */
export async function lookAtBase({ engine, clock, settings }: World, signal: AbortSignal): Promise<BaseLook | null> {
  const base = settings.load().settings.images.jenkinsBase;
  const { here, registry } = await engine.baseDigests(base, signal);
  if (registry === null || here.length === 0) return null;
  return { base, at: clock.now(), newer: here.includes(registry) ? null : registry };
}

/** Looks once a day and stores what was found; a registry that does not answer is asked again tomorrow, silently. */
export async function lookDaily(world: World, signal: AbortSignal): Promise<void> {
  const at = world.clock.now();
  if (!isLookDue(world, at)) return;
  const found = await lookAtBase(world, signal).catch(() => null);
  signal.throwIfAborted();
  const base = world.settings.load().settings.images.jenkinsBase;
  await world.bases.save(found ?? { base, at, newer: null }).catch(() => undefined);
}

/** The failure that tells of a newer base; null: none is known. */
export const newerIn = (look: BaseLook | null): Failure | null =>
  look === null || look.newer === null ? null : newerBase(look.base, look.newer);

/** What the last look found, unless the user does not want to know, or has built from it since. */
export function baseNotices({ bases, upgrades }: World, settings: Settings): readonly Notice[] {
  if (!isWanted(settings)) return [];
  const look = bases.load();
  const failure = newerIn(look);
  if (look === null || failure === null || look.base !== settings.images.jenkinsBase) return [];
  const last = upgrades.load();
  if (last?.state === 'done' && last.at > look.at) return [];
  return [{ id: `newer-base-${look.newer ?? ''}`, failure }];
}
