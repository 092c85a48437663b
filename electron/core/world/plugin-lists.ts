/** The two formats of the plugin tool, which it tells by the name of the file. */
export type PluginListName = 'plugins.txt' | 'plugins.yaml';

/** The user's lists of plugins, in the settings folder. */
export interface PluginListStore {
  /** Keeps a text that an image is built from, so that it can be gone back to; returns the path of that copy, always the same. */
  keep(name: PluginListName, text: string): Promise<string>;
  /** The copy of the list with this hash (`pluginsHash`); null: none was kept. */
  kept(hash: string): Promise<string | null>;
  /** Whether a path is such a copy. */
  isCopy(path: string): boolean;
  /** Where the list of a user is who has no file for it. */
  own(name: PluginListName): string;
  /** Replaces a list atomically, with the mode that it had. Throws `settings/unwritable`. */
  write(path: string, text: string): Promise<void>;
}
