import { agreedToLose, goesBack } from '../../shared/consents.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';
import { homeRestored } from '../../shared/failures/snapshot.ts';
import { homeRestoredElsewhere, pluginsBrokeUpgrade } from '../../shared/failures/upgrade.ts';
import type { Step } from '../plan/steps.ts';
import type { Upgrade } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';
import type { Execution } from './execution.ts';
import { restoreSnapshot, undoRestore } from './restore-snapshot.ts';

/** What an upgrade does with the home, each noted in its file before the next step. */

/** The upgrade that the stored intent is about, and whether it is being undone; null: it is about none. */
function current({ upgrades, intent }: World): { readonly upgrade: Upgrade; readonly isUndone: boolean } | null {
  const upgrade = upgrades.load();
  if (upgrade === null) return null;
  const stored = intent.load();
  if (stored.upgrade !== upgrade.at) return null;
  return { upgrade, isUndone: stored.consents.some(goesBack) };
}

/**
 * Puts the home of the snapshot back; the one that it replaces stays beside it. `isUndone`: makes that one the home again,
 * since nobody goes back after all. Throws `upgrade/home-elsewhere` where it
 * could only be put into another place, and what `restoreSnapshot` throws.
 */
export async function restoreHome(
  { image, snapshot, isUndone }: Pick<Step & { kind: 'restore-home' }, 'image' | 'snapshot' | 'isUndone'>,
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { upgrades } = run.world;
  const upgrade = upgrades.load();
  if (upgrade === null) return;
  const wish = { name: snapshot, stamp: upgrade.stamp, image };
  if (isUndone) {
    await undoRestore(wish, run, signal);
    await tell(null, run);
    return upgrades.save({ ...upgrade, restored: false });
  }
  const { home, setting, replaced } = await restoreSnapshot(wish, run, signal);
  if (replaced !== null && setting === null) await tell(homeRestored(snapshot, home, replaced), run);
  await upgrades.save({ ...upgrade, restored: true });
  // The containers that come back have the place where it was.
  if (setting !== null) throw new FailureError(homeRestoredElsewhere(home, upgrade.mode));
}

/** Stores with the intent where the replaced home is kept, to be told at its end. A full disk ends no way back. */
async function tell(replacedHome: Failure | null, { world: { intent } }: Execution): Promise<void> {
  const now = intent.load();
  if ((now.replacedHome ?? null) === replacedHome) return;
  await intent.save({ ...now, replacedHome }).catch(() => undefined);
}

/**
 * Notes, before a Jenkins starts, which one will have used the home: from then on the way back needs its snapshot, which
 * is outdated once the Jenkins before runs again.
 */
export async function noteStart({ world }: Execution): Promise<void> {
  const now = current(world);
  if (now === null || now.upgrade.state !== 'begun') return;
  const { upgrade, isUndone } = now;
  // What was put back before it, by a way back that was cut off, is not what will be there after it.
  const used = isUndone ? { started: false, snapshot: null } : { started: true, stamp: world.clock.now() };
  await world.upgrades.save({ ...upgrade, ...used, restored: false });
}

/** The upgrade that is being carried out, if plugins that fail to load undo it; null: they do not. */
function refusing(world: World): Upgrade | null {
  const now = current(world);
  if (now === null || now.upgrade.state !== 'begun' || now.isUndone) return null;
  return now.upgrade.snapshot === null ? null : now.upgrade;
}

/** Whether plugins that fail to load undo the upgrade that is being carried out. */
export const refusesPlugins = ({ world }: Pick<Execution, 'world'>): boolean => refusing(world) !== null;

/**
 * Throws `upgrade/plugins-failed` if the new Jenkins is ready, plugins failed to load that loaded before, and the home from
 * before was kept: an older Jenkins must not start on what a newer one has changed.
 */
export function refuseBrokenPlugins({ world }: Execution): void {
  const upgrade = refusing(world);
  if (upgrade === null) return;
  const { plugins = null, consents } = world.intent.load();
  if (plugins === null) return;
  const accepted = new Set([...upgrade.failedBefore, ...agreedToLose(consents)]);
  const broken = plugins.detail.split('\n').filter((line) => !accepted.has(pluginIn(line)));
  if (broken.length > 0) throw new FailureError(pluginsBrokeUpgrade(broken));
}

/** The name in a line about a plugin that did not load: `git`, or `workflow-cps` of `Pipeline: Groovy (workflow-cps 2648.va); …`. */
export function pluginIn(line: string): string {
  const [title = ''] = line.split('; ');
  return /\(([\w.-]+)[^()]*\)$/.exec(title)?.[1] ?? title.split(' ')[0]?.replace(/\.[jh]pi$/, '') ?? '';
}
