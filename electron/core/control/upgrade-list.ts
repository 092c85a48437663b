import type { Failure } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { pluginsHash } from '../stack/composition.ts';
import { imagePartsOf } from '../stack/labels.ts';
import { pluginListName } from '../stack/plugin-list-name.ts';
import type { Labels } from '../world/specs.ts';
import type { UpgradeSide, UsedPlugins } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';

/** The list of plugins belongs to the image that was built from it: who goes back to the image gets that list again. */

/** The app's own list. */
const APPS: UsedPlugins = { file: '', kept: null };

/** The list in the settings as it is now, with a copy of it; null: it cannot be read. */
export async function listNow({ host, settings, pluginLists }: World): Promise<UsedPlugins | null> {
  const file = settings.load().settings.images.pluginsFile;
  if (file === '') return APPS;
  const text = await host.readText(file).catch(() => null);
  return text === null ? null : { file, kept: await pluginLists.keep(pluginListName(file), text) };
}

/** The list that an image was built from, which may have been edited since; null: unknown. */
export async function listOfImage(world: World, labels: Labels): Promise<UsedPlugins | null> {
  const hash = imagePartsOf(labels).get('plugins');
  if (hash === undefined) return null;
  if (hash === pluginsHash()) return APPS;
  const file = world.settings.load().settings.images.pluginsFile;
  const now = await textOf(world, file);
  if (now !== null && pluginsHash(now) === hash)
    return { file, kept: await world.pluginLists.keep(pluginListName(file), now) };
  const kept = await world.pluginLists.kept(hash);
  return kept === null ? null : { file: kept, kept };
}

/**
 * The setting for the list of the image that is gone back to. No file of the user's is written: where the file has another
 * text by now, the setting names the copy. `left`: the list that is gone back from, beside which a list that the user has
 * set since stays; null: it is replaced in any case.
 */
export async function listSetting(
  world: World,
  { plugins = null }: UpgradeSide,
  left: UpgradeSide | null,
  { images: { pluginsFile } }: Settings,
): Promise<string> {
  if (plugins === null || (left !== null && (await isSetSince(world, left, pluginsFile)))) return pluginsFile;
  const { file, kept } = plugins;
  if (kept === null || (await hasText(world, file, kept))) return file;
  return (await textOf(world, kept)) === null ? pluginsFile : kept;
}

/** Whether the list in the settings is neither the one that is gone back from nor unreadable. */
async function isSetSince(world: World, { plugins = null }: UpgradeSide, now: string): Promise<boolean> {
  if (plugins === null) return false;
  if (plugins.file !== now) return true;
  return plugins.kept !== null && (await textOf(world, now)) !== null && !(await hasText(world, now, plugins.kept));
}

async function hasText(world: World, file: string, kept: string): Promise<boolean> {
  const [its, wanted] = await Promise.all([textOf(world, file), textOf(world, kept)]);
  return its !== null && its === wanted;
}

const textOf = async ({ host }: World, path: string): Promise<string | null> =>
  path === '' ? null : host.readText(path).catch(() => null);

/** The failure of an upgrade that is undone, with what becomes of its list of plugins, if that is another one. */
export function withListTold(world: World, failure: Failure, { upgrade: at }: Pick<Intent, 'upgrade'>): Failure {
  const told = listTold(world, at ?? null);
  if (told === '' || failure.detail.includes(told)) return failure;
  return { ...failure, detail: `${failure.detail}\n${told}`.trim() };
}

function listTold({ upgrades }: World, at: number | null): string {
  if (at === null) return '';
  const upgrade = upgrades.load();
  if (upgrade?.at !== at || upgrade.state !== 'begun') return '';
  const { before, after } = upgrade;
  if (before.plugins == null || after.plugins == null || before.plugins.kept === after.plugins.kept) return '';
  const left = after.plugins.kept ?? 'the one of Jenkins Tray';
  return `The list of plugins from before is used again; that of the upgrade: ${left}`;
}
