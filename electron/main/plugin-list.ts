import type { OwnPlugins } from '../core/settings/own-plugins.ts';
import { FailureError } from '../shared/failure.ts';
import { pluginsMoved } from '../shared/failures/plugin-list.ts';
import type { PluginsView } from '../shared/plugins-view.ts';
import type { CoreSession } from './core-session.ts';

/** Reading YAML takes time to load, and is seldom needed. */
const lists = () => import('../core/settings/own-plugins.ts');
const changes = () => import('../core/settings/plugin-changes.ts');

/** The list of plugins, for the window. `confirm`: asks the user about changes, one line each; throws after a no. */
export function createPluginList(session: CoreSession, confirm: (changes: readonly string[]) => Promise<void>) {
  const now = async (): Promise<OwnPlugins> => {
    const { ownPlugins } = await lists();
    return session.use(({ world }) => ownPlugins(world));
  };
  const viewOf = async ({ file, isYaml, text, id, builtIn }: OwnPlugins): Promise<PluginsView> => {
    const { textLines } = await changes();
    return { file, isYaml, id, builtIn, lines: textLines(text) };
  };
  return {
    plugins: async (): Promise<PluginsView> => viewOf(await now()),

    async savePlugins({ id, lines }: { id: string; lines: readonly string[] }): Promise<PluginsView> {
      const [{ saveOwnPlugins }, { linesText, pluginChanges }] = await Promise.all([lists(), changes()]);
      const own = await now();
      if (own.id !== id) throw new FailureError(pluginsMoved(own.file));
      const text = linesText(lines, own);
      await confirm(pluginChanges(own, text));
      return viewOf(await session.use(({ world }) => saveOwnPlugins(world, own, text)));
    },
  };
}
