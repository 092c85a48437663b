import type { PluginListName } from '../world/plugin-lists.ts';

/** The name of a list in the build context: the plugin tool tells the format by it. */
export const pluginListName = (path: string): PluginListName =>
  /\.ya?ml$/i.test(path) ? 'plugins.yaml' : 'plugins.txt';
