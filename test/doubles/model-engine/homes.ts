import type { PluginLook } from '../../../electron/core/world/plugins.ts';
import type { HomeStore } from '../../../electron/core/world/stores.ts';

/** What the settings folder of a machine knows about its home. */
interface KnownHome {
  knownHome: string | null;
  pluginLook: PluginLook | null;
}

export const homesOf = (machine: KnownHome): HomeStore => ({
  known: async () => machine.knownHome,
  async remember(_home, id) {
    machine.knownHome = id;
  },
  pluginLook: () => machine.pluginLook,
  async rememberPlugins(_home, look) {
    machine.pluginLook = look;
  },
  newId: () => 'id-of-home',
});
