import { goesBack } from '../../shared/consents.ts';
import { type Failure, FailureError, failureOf } from '../../shared/failure.ts';
import { nothingToGoBackTo, withHomeStays } from '../../shared/failures/upgrade.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Execution } from '../execute/execution.ts';
import { restoreHome } from '../execute/upgrade-home.ts';
import { worldOf } from '../observe/observe.ts';
import { isActive } from '../plan/removal.ts';
import { keptImageName } from '../stack/kept-image.ts';
import { jenkinsOf } from '../stack/labels.ts';
import type { Names } from '../stack/names.ts';
import { imageBelongingOf, isOurs, mayBeOurs } from '../stack/owner.ts';
import type { Upgrade, UpgradeSide } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';
import type { Observation } from './observation.ts';
import { listNow, listOfImage, listSetting } from './upgrade-list.ts';
import { confirmUpgradeHome } from './upgrade-room.ts';
import { isNoWayBack } from './upgrade-stays.ts';

/**
 * A move of Jenkins to another image, and back. Its record is stored before the settings, and these before the intent; at its
 * end the record comes before the intent. So whatever a crash leaves is either finished with the intent, or undone by
 * `repairUpgrade`.
 */

/** Whether the stored intent works on the stored upgrade. */
export const isWorkedOn = (upgrade: Upgrade, { state, upgrade: at }: Intent): boolean =>
  state === 'pending' && at === upgrade.at;

export const withBase = (settings: Settings, jenkinsBase: string): Settings => ({
  ...settings,
  images: { ...settings.images, jenkinsBase },
});

/**
 * Stores an upgrade, with the image from before under a name of its own, then the settings. Throws
 * `upgrade/nothing-to-go-back-to` if that image or its snapshot is gone, `snapshot/not-made` without room for one.
 */
export async function beginUpgrade(
  world: World,
  upgrade: Upgrade,
  { facts, scope }: Observation,
  version: string,
  signal: AbortSignal,
): Promise<void> {
  const { home, names, settings } = scope;
  if (upgrade.state === 'returning') {
    const { keptAs, image } = upgrade.before;
    const there = keptAs === null ? [] : await world.engine.imagesNamed([keptAs], signal);
    if (!there.some(({ id }) => id === image))
      throw new FailureError(nothingToGoBackTo(`Its image ${keptAs ?? ''} is not there any more.`));
  }
  const image = facts.images.find((it) => it.name === names.images.dood || it.name === names.images.dind)?.name;
  const run = { world: worldOf(world, scope), settings, names, version, output: () => undefined };
  if (image !== undefined) await confirmUpgradeHome(upgrade, facts.home, image, run, signal);
  const side = upgrade.state === 'returning' ? 'after' : 'before';
  const kept = await keptSide(world, upgrade[side], { facts, scope }, signal);
  const begun: Upgrade = { ...upgrade, home, [side]: kept };
  const next: Upgrade =
    side === 'after' ? begun : { ...begun, after: { ...begun.after, plugins: await listNow(world) } };
  await world.upgrades.save(next);
  await useInputs(world, side === 'after' ? next.before : next.after, null);
}

/** The image that is used now, with a name under which it stays. */
async function keptSide(
  world: World,
  side: UpgradeSide,
  { facts, scope: { names } }: Pick<Observation, 'facts' | 'scope'>,
  signal: AbortSignal,
): Promise<UpgradeSide> {
  const ours = facts.containers.filter(
    ({ name, labels }) => Object.values(names.jenkins).some((it) => it === name) && isOurs(labels, names),
  );
  const container = ours.find(isActive) ?? ours[0];
  const named = facts.images.find(
    ({ name, labels }) =>
      (name === names.images.dood || name === names.images.dind) && mayBeOurs(imageBelongingOf(labels, names)),
  );
  const image = container?.imageId ?? named?.id ?? null;
  if (image === null) return { ...side, plugins: await listNow(world) };
  const labels = facts.images.find(({ id }) => id === image)?.labels ?? container?.labels ?? {};
  const jenkins = jenkinsOf(labels) ?? (facts.page?.kind === 'ready' ? facts.page.version : null);
  const keptAs = side.keptAs !== null && side.image === image ? side.keptAs : keptImageName(names, jenkins, image);
  await world.engine.tagImage(image, keptAs, signal);
  return { ...side, image, keptAs, jenkins, plugins: await listOfImage(world, labels) };
}

/** Sets the base and the list of plugins of an image, unless the user has set others since than those of `left`. */
async function useInputs(world: World, side: UpgradeSide, left: UpgradeSide | null): Promise<void> {
  const { settings } = world.settings.load();
  const { images } = settings;
  const jenkinsBase = left !== null && images.jenkinsBase !== left.base ? images.jenkinsBase : side.base;
  const pluginsFile = await listSetting(world, side, left, settings);
  if (images.jenkinsBase === jenkinsBase && images.pluginsFile === pluginsFile) return;
  await world.settings.update((now) => ({ ...now, images: { ...now.images, jenkinsBase, pluginsFile } }));
}

/** Notes how an upgrade ended whose intent is reached; without one this does nothing. */
export async function endUpgrade(world: World, intent: Intent, names: Names, signal: AbortSignal): Promise<void> {
  const upgrade = world.upgrades.load();
  if (upgrade === null || intent.upgrade !== upgrade.at) return;
  const isUndone = intent.consents.some(goesBack) && !(await stands(world, upgrade, names, signal));
  if (isUndone) return undoUpgrade(world, upgrade, names, signal);
  if (upgrade.state === 'begun') await world.upgrades.save({ ...upgrade, state: 'done' });
  if (upgrade.state === 'returning') await world.upgrades.save({ ...upgrade, state: 'returned' });
}

/**
 * Whether an upgrade that was to be undone stays: without a snapshot the home is as the newer Jenkins left it, and the base
 * from before would be refused on it.
 */
async function stands(
  world: World,
  { state, started, restored, snapshot, before }: Upgrade,
  names: Names,
  signal: AbortSignal,
): Promise<boolean> {
  if (state !== 'begun' || restored || snapshot !== null) return false;
  const there = await world.engine.containersNamed(Object.values(names.jenkins), signal);
  const running = there.find((it) => isActive(it) && isOurs(it.labels, names));
  return running === undefined ? started : before.image !== null && running.imageId !== before.image;
}

/** Gives settings and names back to the image before an upgrade, or before the way back from one. */
async function undoUpgrade(world: World, upgrade: Upgrade, names: Names, signal: AbortSignal): Promise<void> {
  if (upgrade.state !== 'begun' && upgrade.state !== 'returning') return;
  const [kept, left] = upgrade.state === 'begun' ? [upgrade.before, upgrade.after] : [upgrade.after, upgrade.before];
  await useInputs(world, kept, left);
  await nameImage(world, kept, names, signal);
  const { previous, state } = upgrade;
  // What was reached before can still be gone back from.
  if (state === 'begun' && previous !== null) return world.upgrades.save({ ...previous, previous: null });
  await world.upgrades.save({ ...upgrade, state: state === 'begun' ? 'undone' : 'done' });
}

async function nameImage(
  world: World,
  { keptAs, image }: UpgradeSide,
  names: Names,
  signal: AbortSignal,
): Promise<void> {
  if (keptAs === null) return;
  const { dood, dind } = names.images;
  const found = await world.engine.imagesNamed([keptAs, dood, dind], signal);
  if (!found.some((it) => it.name === keptAs && it.id === image)) return;
  for (const name of [dood, dind]) {
    const now = found.find((it) => it.name === name);
    if (now?.id === image || (now !== undefined && !mayBeOurs(imageBelongingOf(now.labels, names)))) continue;
    await world.engine.tagImage(keptAs, name, signal);
  }
}

/**
 * Ends an upgrade that no pending intent works on any more: a crash came before its intent or after its end, or another
 * request replaces it (`isReplaced`). If the new Jenkins has used the home, the upgrade stands, and can be gone back from.
 */
export async function repairUpgrade(
  world: World,
  names: Names,
  isReplaced: boolean,
  signal: AbortSignal,
): Promise<void> {
  const upgrade = openUpgrade(world);
  if (upgrade === null || (isWorkedOn(upgrade, world.intent.load()) && !isReplaced)) return;
  if (upgrade.state === 'returning' && upgrade.restored) return world.upgrades.save({ ...upgrade, state: 'returned' });
  if (upgrade.state === 'begun' && upgrade.started && !upgrade.restored)
    return world.upgrades.save({ ...upgrade, state: 'done' });
  await undoUpgrade(world, upgrade, names, signal);
}

/** Gives an upgrade up where no Jenkins comes back; the user may start the one before by hand. Returns the failure to tell. */
export async function giveUpUpgrade(
  run: Execution,
  { upgrade: at }: Intent,
  failure: Failure,
  signal: AbortSignal,
): Promise<Failure> {
  const { world, names } = run;
  const upgrade = openUpgrade(world);
  if (upgrade === null || upgrade.at !== at) return failure;
  try {
    if (failure.code === 'upgrade/home-elsewhere' && upgrade.state === 'returning') {
      await world.upgrades.save({ ...upgrade, state: 'returned' });
      await nameImage(world, upgrade.before, names, signal);
      return failure;
    }
    const { snapshot, started, restored } = upgrade;
    const isUndone = upgrade.state === 'returning';
    if (snapshot !== null && (isUndone || (started && !restored)))
      await restoreHome({ image: names.images[upgrade.mode], snapshot, isUndone }, run, signal);
    await undoUpgrade(world, world.upgrades.load() ?? upgrade, names, signal);
    return failure;
  } catch (thrown) {
    signal.throwIfAborted();
    const why = failureOf(thrown);
    if (isNoWayBack(why) && upgrade.state === 'begun') return withHomeStays(failure, why);
    return { ...failure, detail: `${failure.detail} ${why.title}: ${why.detail}`.trim() };
  }
}

/** The upgrade that has begun and not ended; null: there is none, or that cannot be read. */
function openUpgrade(world: World): Upgrade | null {
  const upgrade = world.upgrades.load();
  return upgrade?.state === 'begun' || upgrade?.state === 'returning' ? upgrade : null;
}

/** Whether `repairUpgrade` has something to do. */
export function isLeftOpen(world: World): boolean {
  try {
    const upgrade = openUpgrade(world);
    return upgrade !== null && !isWorkedOn(upgrade, world.intent.load());
  } catch {
    // A file that cannot be read is reported by each observation.
    return false;
  }
}
