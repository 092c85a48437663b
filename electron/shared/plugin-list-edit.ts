import { isMap, isSeq } from 'yaml';
import { entryLine, entryText, type PluginEntry, type PluginList, readPluginsTxt } from './plugin-list.ts';
import { readPluginsYaml } from './plugin-list-yaml.ts';

/** A list in one of the formats that the plugin tool tells by the file's name. */
export interface ListText {
  readonly isYaml: boolean;
  readonly text: string;
}

export const readPlugins = ({ isYaml, text }: ListText): PluginList =>
  isYaml ? readPluginsYaml(text) : readPluginsTxt(text);

/** The text with a plugin in it, in the place of one of the same name; everything else stays, comments too. */
export const withPlugin = ({ isYaml, text }: ListText, entry: Omit<PluginEntry, 'line'>): string =>
  isYaml ? withInYaml(text, entry) : withInTxt(text, entry);

/** The text without a plugin; comments stay. */
export const withoutPlugin = ({ isYaml, text }: ListText, name: string): string =>
  isYaml ? withoutInYaml(text, name) : withoutInTxt(text, name);

/** Lines with their ends. */
const linesOf = (text: string): readonly string[] => text.match(/[^\r\n]*(\r\n|\n|\r)|[^\r\n]+$/g) ?? [];

const linesWith = (text: string, name: string): ReadonlySet<number> =>
  new Set(readPluginsTxt(text).plugins.flatMap((it) => (it.name === name ? [it.line] : [])));

function withInTxt(text: string, entry: Omit<PluginEntry, 'line'>): string {
  const [at] = linesWith(text, entry.name);
  const lines = linesOf(text);
  if (at !== undefined)
    return lines
      .map((line, index) => (index + 1 === at ? line.replace(entryText(line.trimEnd()), entryLine(entry)) : line))
      .join('');
  const end = /\r\n/.test(text) ? '\r\n' : '\n';
  return `${text}${text === '' || /[\r\n]$/.test(text) ? '' : end}${entryLine(entry)}${end}`;
}

function withoutInTxt(text: string, name: string): string {
  const gone = linesWith(text, name);
  return linesOf(text)
    .filter((_, index) => !gone.has(index + 1))
    .join('');
}

type YamlDocument = ReturnType<typeof readPluginsYaml>['document'];

function withInYaml(text: string, entry: Omit<PluginEntry, 'line'>): string {
  const { document } = readPluginsYaml(text);
  const at = indexIn(document, entry.name);
  if (at === -1) addRow(document, entry);
  else changeRow(document, at, entry);
  return document.toString({ lineWidth: 0, indentSeq: !/^plugins:[ \t]*(#.*)?\r?\n-/m.test(text) });
}

function addRow(document: YamlDocument, { name, version, url, group }: Omit<PluginEntry, 'line'>): void {
  const source = version === null && url === null ? {} : { source: { ...given({ version, url }) } };
  const row = document.createNode({ artifactId: name, ...given({ groupId: group }), ...source });
  if (isSeq(document.get('plugins'))) document.addIn(['plugins'], row);
  else document.set('plugins', document.createNode([row]));
}

/** Changes values one by one, so that comments beside them stay. */
function changeRow(document: YamlDocument, at: number, { version, url, group }: Omit<PluginEntry, 'line'>): void {
  const row = ['plugins', at];
  setOrDelete(document, [...row, 'groupId'], group);
  if (version === null && url === null) document.deleteIn([...row, 'source']);
  else if (!isMap(document.getIn([...row, 'source'])))
    document.setIn([...row, 'source'], document.createNode(given({ version, url })));
  else {
    setOrDelete(document, [...row, 'source', 'version'], version);
    setOrDelete(document, [...row, 'source', 'url'], url);
  }
}

function setOrDelete(document: YamlDocument, path: readonly (string | number)[], value: string | null): void {
  if (value === null) document.deleteIn(path);
  else document.setIn(path, value);
}

const given = (values: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

function indexIn(document: YamlDocument, name: string): number {
  const list = document.get('plugins');
  return isSeq(list) ? list.items.findIndex((row) => isMap(row) && String(row.get('artifactId')) === name) : -1;
}

function withoutInYaml(text: string, name: string): string {
  const { document } = readPluginsYaml(text);
  const list = document.get('plugins');
  const row = isSeq(list) ? list.items[indexIn(document, name)] : undefined;
  if (!isSeq(list) || !isMap(row)) return text;
  const [start, end] = row.range ?? [0, 0];
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const lineEnd = text.indexOf('\n', Math.max(start, end - 1));
  // A row of its own; else, as in `[{ artifactId: git }]`, only a document without it can be written.
  if (list.flow !== true && /^\s*-\s*$/.test(text.slice(lineStart, start)) && list.items.length > 1)
    return text.slice(0, lineStart) + (lineEnd === -1 ? '' : text.slice(lineEnd + 1));
  document.deleteIn(['plugins', indexIn(document, name)]);
  return document.toString({ lineWidth: 0 });
}
