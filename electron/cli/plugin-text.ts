import type { OwnPlugins } from '../core/settings/own-plugins.ts';
import { count } from '../shared/format.ts';
import { harmless, harmlessData } from '../shared/harmless.ts';
import type { PluginEntry } from '../shared/plugin-list.ts';
import { readPlugins } from '../shared/plugin-list-edit.ts';
import { type LeftOut, leftOut } from '../shared/plugin-uses.ts';
import type { Io } from './io.ts';
import { marked, paint } from './print.ts';
import { tableText } from './table.ts';

/** A list of plugins, as it is told. */

export const listName = ({ file }: Pick<OwnPlugins, 'file'>): string =>
  file === '' ? 'the list of Jenkins Tray' : harmless(file);

/** How the plugin tool is told which one: `5.10.1`, `newest`, an address. */
export const which = ({ version, url, group }: PluginEntry): string =>
  url ?? `${version ?? 'newest'}${group === null ? '' : ` (${group})`}`;

/** The document of `--json`. What a list leaves out is told once all of its lines can be read. */
export function listDocument(own: OwnPlugins) {
  const { plugins, problems } = readPlugins(own);
  return { file: own.file, plugins, problems, leftOut: problems.length > 0 ? [] : leftOut(plugins, own.builtIn) };
}

/** The plugins as a table, what is wrong, and what is lost. */
export function listText(own: OwnPlugins, io: Io): readonly string[] {
  const { plugins, problems, leftOut: left } = harmlessData(listDocument(own));
  const c = paint(io);
  const rows = plugins.map((entry) => [entry.name, which(entry)]);
  return [
    c.dim(`${count(plugins.length, 'plugin')} in ${listName(own)}`),
    ...(rows.length === 0 ? [] : [tableText(['Plugin', 'Version'], rows, io)]),
    ...problems.flatMap(({ line, text }) => marked(c.red('✗'), `Line ${line}: ${text}.`, io)),
    ...lostText(left, io),
  ];
}

export const lostText = (left: readonly LeftOut[], io: Io): readonly string[] =>
  left.flatMap(({ name, lost }) => marked(paint(io).yellow('!'), `Without ${name}, ${lost}.`, io));
