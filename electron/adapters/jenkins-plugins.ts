import * as z from 'zod/mini';
import type { ListedPlugin } from '../core/world/jenkins.ts';

/** `/pluginManager/api/json`; the list of those that failed (`failedPlugins`) is not in Jenkins' API. */
export const plugins = z.object({
  plugins: z.array(
    z.object({ shortName: z.string(), active: z.nullish(z.boolean()), enabled: z.nullish(z.boolean()) }),
  ),
});
/** The query for `plugins`. */
export const PLUGINS_PATH = '/pluginManager/api/json?depth=1&tree=plugins[shortName,active,enabled]';

export const listedPlugins = ({ plugins: list }: z.infer<typeof plugins>): readonly ListedPlugin[] =>
  list.map(({ shortName, active, enabled }) => ({
    shortName,
    active: active ?? true,
    enabled: enabled ?? true,
  }));
