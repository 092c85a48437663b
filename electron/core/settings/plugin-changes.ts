import { entryLine, type PluginEntry } from '../../shared/plugin-list.ts';
import { readPlugins } from '../../shared/plugin-list-edit.ts';
import { newlyLeftOut, type OwnPlugins } from './own-plugins.ts';

/** What another text of a list changes, one line each: for a question to the user. Nothing for one of comments alone. */
export function pluginChanges(own: OwnPlugins, text: string): readonly string[] {
  const before = readPlugins(own).plugins;
  const after = readPlugins({ isYaml: own.isYaml, text }).plugins;
  const lost = new Map(newlyLeftOut(own, text).map((left) => [left.name, left.lost]));
  const named = (list: readonly PluginEntry[]): ReadonlyMap<string, string> =>
    new Map(list.map((entry) => [entry.name, entryLine(entry)]));
  const [was, is] = [named(before), named(after)];
  const gone = [...was.keys()].filter((name) => !is.has(name));
  const changed = [...is].filter(([name, line]) => was.get(name) !== line);
  return [
    ...gone.map((name) => (lost.has(name) ? `Without ${name}: ${lost.get(name) ?? ''}` : `Without ${name}`)),
    ...changed.map(([name, line]) => (was.has(name) ? `${was.get(name) ?? ''} becomes ${line}` : `New: ${line}`)),
  ];
}

/** The lines of a text, without their ends. */
export const textLines = (text: string): readonly string[] => text.replace(/(\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/);

/** The text of edited lines, with the line ends that it had. */
export function linesText(lines: readonly string[], { text }: Pick<OwnPlugins, 'text'>): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return lines.map((line) => `${line}${end}`).join('');
}
