import { compareVersions, isOlder } from '../stack/version-number.ts';
import type { FailingPlugin, PluginUpgrade } from '../world/plugins.ts';
import { type PluginFile, type PluginLists, UNKNOWN_VERSION } from './plugin-list.ts';

/** Which plugins are in a home after the image's start script, and which of them Jenkins loads. Pure. */

/** What the official image's start script (`jenkins-support`) does with a plugin of the image. */
type Copied = 'added' | 'replaced' | 'left' | 'replaced if asked';

function copied(image: PluginFile, home: PluginFile | undefined): Copied {
  if (home === undefined) return 'added';
  if (image.file.endsWith('.override')) return 'replaced';
  const isKnown = image.version !== UNKNOWN_VERSION && home.version !== UNKNOWN_VERSION;
  if (!isKnown || compareVersions(image.version, home.version) <= 0) return 'left';
  // Without a marker it asks for TRY_UPGRADE_IF_NO_MARKER, after an upgrade by hand for PLUGINS_FORCE_UPGRADE.
  return home.marker === null || isOlder(home.marker, home.version) ? 'replaced if asked' : 'replaced';
}

const fileOf = ({ file }: PluginFile): string => file.replace(/\.override$/, '');
/** The file of the home that an image's plugin would be copied over. */
const counterpart = (image: PluginFile, home: readonly PluginFile[]): PluginFile | undefined =>
  home.find((it) => it.file === fileOf(image));

/** What the start script replaces only if it is asked to. */
export const upgrades = ({ home, image }: PluginLists): readonly PluginUpgrade[] =>
  image.flatMap((it) => {
    const old = counterpart(it, home);
    if (old === undefined || copied(it, old) !== 'replaced if asked') return [];
    return [{ name: it.name, from: old.version, to: it.version }];
  });

/** The plugins after the start script. `asked`: it replaces older ones. */
export function pluginsAfter({ home, image }: PluginLists, asked: boolean): readonly PluginFile[] {
  const replaces = (it: PluginFile): boolean => {
    const what = copied(it, counterpart(it, home));
    return what === 'replaced' || (asked && what === 'replaced if asked');
  };
  const kept = home.map((old) => {
    const next = image.find((it) => fileOf(it) === old.file && replaces(it));
    return next === undefined ? old : { ...next, file: old.file, disabled: old.disabled };
  });
  const added = image.filter((it) => counterpart(it, home) === undefined).map((it) => ({ ...it, file: fileOf(it) }));
  return [...kept, ...added];
}

/** The plugins that Jenkins does not load, as `PluginWrapper.resolvePluginDependencies` decides. */
export function notLoading(
  files: readonly PluginFile[],
  { core, detached }: Pick<PluginLists, 'core' | 'detached'>,
): readonly FailingPlugin[] {
  const plugins = new Map<string, PluginFile>();
  // Of two files with one plugin, `.jpi` comes before `.hpi`.
  for (const it of [...files].sort((a, b) => extension(a) - extension(b) || (a.file < b.file ? -1 : 1)))
    if (!plugins.has(it.name)) plugins.set(it.name, it);
  const failed = new Map<string, string>();
  const found = { plugins, failed, core, detached };
  const decided = new Set<string>();
  const decide = (it: PluginFile): void => {
    if (decided.has(it.name)) return;
    decided.add(it.name);
    // As in Jenkins, what it needs comes first: an optional plugin that does not load is then as good as missing.
    for (const { name } of it.needs) {
      const other = plugins.get(name);
      if (other !== undefined) decide(other);
    }
    const why = it.disabled ? null : whyNotLoading(it, found);
    if (why !== null) failed.set(it.name, why);
  };
  for (const it of plugins.values()) decide(it);
  return [...failed].map(([name, why]) => ({ name, why })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Loading extends Pick<PluginLists, 'core' | 'detached'> {
  readonly plugins: ReadonlyMap<string, PluginFile>;
  readonly failed: ReadonlyMap<string, string>;
}

function whyNotLoading(it: PluginFile, found: Loading): string | null {
  if (found.core !== '' && it.core !== '' && isOlder(found.core, it.core)) return `needs Jenkins ${it.core} or newer`;
  return it.needs.map((need) => whyNot(need, found)).find((why) => why !== null) ?? null;
}

function whyNot(need: PluginFile['needs'][number], { plugins, failed, detached }: Loading): string | null {
  const other = plugins.get(need.name);
  const isOff = other?.disabled === true || failed.has(need.name);
  if (need.optional && (other === undefined || isOff)) return null;
  // Jenkins adds and updates the plugins that were once a part of it.
  if (!isOff && detached.includes(need.name)) return null;
  if (other === undefined) return `needs ${need.name} ${need.version}, which is missing`;
  if (failed.has(need.name)) return `needs ${need.name}, which would not load`;
  if (other.version !== UNKNOWN_VERSION && isOlder(other.version, need.version))
    return `needs ${need.name} ${need.version} or newer, and ${other.version} is installed`;
  return other.disabled ? `needs ${need.name}, which is disabled` : null;
}

const extension = ({ file }: PluginFile): number => (file.endsWith('.jpi') ? 0 : 1);

/** Plugins of the home that the image does not have, with their versions. */
export const lackedBy = ({ home, image }: PluginLists): readonly string[] =>
  home.filter((it) => !image.some(({ name }) => name === it.name)).map(({ name, version }) => `${name} ${version}`);
