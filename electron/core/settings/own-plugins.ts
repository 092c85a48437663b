import { join } from 'node:path/posix';
import { FailureError } from '../../shared/failure.ts';
import { pluginsInvalid, pluginsMoved } from '../../shared/failures/plugin-list.ts';
import type { PluginEntry } from '../../shared/plugin-list.ts';
import { type ListText, readPlugins } from '../../shared/plugin-list-edit.ts';
import { type LeftOut, leftOut } from '../../shared/plugin-uses.ts';
import { hashOf } from '../stack/hash.ts';
import { pluginListName } from '../stack/plugin-list-name.ts';
import type { World } from '../world/world.ts';
import { withSettings } from './settings-change.ts';

/** The list of plugins that Jenkins' image is built from. */
export interface OwnPlugins extends ListText {
  /** The setting `images.pluginsFile`; empty: the app's own list. */
  readonly file: string;
  /** By which a change in the meantime is seen. */
  readonly id: string;
  /** The app's own list. */
  readonly builtIn: readonly PluginEntry[];
}

type Stored = Pick<World, 'host' | 'settings' | 'assets' | 'pluginLists'>;

/** Reads the user's list, or the app's where there is none. Throws `settings/invalid`. */
export async function ownPlugins({ host, settings, assets }: Stored): Promise<OwnPlugins> {
  const { settings: now, problem } = settings.load();
  if (problem !== null) throw new FailureError(problem);
  const file = now.images.pluginsFile;
  const apps = await host.readText(join(assets, 'jenkins', 'plugins.txt'));
  const text = file === '' ? apps : await host.readText(file);
  const builtIn = readPlugins({ isYaml: false, text: apps }).plugins;
  return { file, text, isYaml: isYamlFile(file), id: hashOf([file, text]), builtIn };
}

export const isYamlFile = (file: string): boolean => pluginListName(file) === 'plugins.yaml';

/** What a list leaves out of the app's own one that the list before had: nobody is told again of what is gone already. */
export function newlyLeftOut({ builtIn, ...before }: OwnPlugins, text: string): readonly LeftOut[] {
  const gone = new Set(leftOut(readPlugins(before).plugins, builtIn).map(({ name }) => name));
  const { plugins } = readPlugins({ isYaml: before.isYaml, text });
  return leftOut(plugins, builtIn).filter(({ name }) => !gone.has(name));
}

/**
 * Stores another text of the list; without a file of the user's in the settings folder, which the setting then names. The
 * text before is kept. Throws `settings/plugins` where it is not valid, or was changed since, and `settings/unwritable`.
 */
export async function saveOwnPlugins(world: Stored, before: OwnPlugins, text: string): Promise<OwnPlugins> {
  const { pluginLists, settings, host } = world;
  const { problems } = readPlugins({ isYaml: before.isYaml, text });
  if (problems.length > 0) throw new FailureError(pluginsInvalid(before.file || 'The list of plugins', problems));
  if ((await ownPlugins(world)).id !== before.id) throw new FailureError(pluginsMoved(before.file));
  const name = pluginListName(before.file);
  // A copy stays as it was built.
  const isOwn = before.file !== '' && !pluginLists.isCopy(before.file);
  const path = isOwn ? before.file : pluginLists.own(name);
  const replaced = isOwn ? before.text : await host.readText(path).catch(() => null);
  if (replaced !== null && replaced !== text) await pluginLists.keep(name, replaced);
  await pluginLists.write(path, text);
  if (path !== before.file) await settings.update((now) => withSettings(now, { 'images.pluginsFile': path }));
  return ownPlugins(world);
}
