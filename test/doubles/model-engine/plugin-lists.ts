import { pluginsHash } from '../../../electron/core/stack/composition.ts';
import type { PluginListStore } from '../../../electron/core/world/plugin-lists.ts';

/** Copies of lists among the files of a machine. */
export function pluginListsIn(files: Map<string, string>): PluginListStore {
  const path = (hash: string): string => `/c/plugins/plugins-${hash}.txt`;
  return {
    async keep(_name, text) {
      const copy = path(pluginsHash(text));
      files.set(copy, text);
      return copy;
    },
    kept: async (hash) => (files.has(path(hash)) ? path(hash) : null),
    isCopy: (file) => file.startsWith('/c/plugins/'),
    own: (name) => `/c/${name}`,
    async write(file, text) {
      files.set(file, text);
    },
  };
}
