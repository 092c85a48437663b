import { count } from '../format.ts';
import type { ListProblem } from '../plugin-list.ts';
import type { LeftOut } from '../plugin-uses.ts';
import { shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

/** The user's own list of plugins. */
export const pluginListSections = {
  'settings/plugins': {
    title: 'The list of plugins is not valid',
    meaning:
      'The plugin tool would not read a line as it was meant, a plugin is in the list twice, or the list was changed by someone else while it was edited. Nothing was stored, and the edited text is kept.',
    remedy:
      'Correct the lines that are named. A plugin is written `name:version`, `name` (the newest), `name::address` or `name:incrementals;group;version`; in a `.yaml` file as `- artifactId: name` below `plugins:`. `jenkins-tray plugins check FILE` checks any file.',
  },
} as const satisfies Sections;

type PluginListFailure = CodedFailure<keyof typeof pluginListSections>;

/** Problems that are named. */
const MAX_NAMED = 20;

const told = (problems: readonly ListProblem[]): string =>
  [
    ...problems.slice(0, MAX_NAMED).map(({ line, text }) => `Line ${line}: ${text}.`),
    ...(problems.length > MAX_NAMED ? [`And ${problems.length - MAX_NAMED} more.`] : []),
  ].join('\n');

/** `file`: the list; `kept`: where an edited text is kept; null: it was none, or whoever edits has it. */
export const pluginsInvalid = (
  file: string,
  problems: readonly ListProblem[],
  kept: string | null = null,
): PluginListFailure => ({
  code: 'settings/plugins',
  title: `${file} has ${count(problems.length, 'line')} to correct`,
  detail: [told(problems), ...(kept === null ? [] : [`Nothing was stored. Your text is kept in ${kept}`])].join('\n'),
  fix: kept === null ? 'Correct these lines.' : 'Go on from your text:',
  ...(kept === null ? {} : { command: `jenkins-tray plugins edit ${shellWord(kept)}` }),
});

/** `kept`: where the user's text is; null: whoever edits has it. */
export const pluginsMoved = (file: string, kept: string | null = null): PluginListFailure => ({
  code: 'settings/plugins',
  title: 'The list of plugins was changed by someone else in the meantime',
  detail: `${file === '' ? 'The setting images.pluginsFile' : file} is not as it was.${kept === null ? ' Nothing was stored.' : ` Nothing was stored. Your text is kept in ${kept}`}`,
  fix: 'Look at the list as it is now, and take over what you need from yours.',
  command: 'jenkins-tray plugins edit',
});

/** After the user was told why. */
export const pluginsNotStored = (kept: string): PluginListFailure => ({
  code: 'settings/plugins',
  title: 'The edited list was not stored',
  detail: `Your text is kept in ${kept}`,
  fix: 'Go on from your text:',
  command: `jenkins-tray plugins edit ${shellWord(kept)}`,
});

/** What is lost without them, one line each. */
export const lostTold = (left: readonly LeftOut[]): string =>
  left.map(({ name, lost }) => `Without ${name}, ${lost}.`).join('\n');
