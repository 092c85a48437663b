import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import {
  groupProblem,
  inOrder,
  type ListProblem,
  nameProblem,
  notUtf8,
  type PluginEntry,
  type PluginList,
  repeated,
  urlProblem,
  versionProblem,
} from './plugin-list.ts';

/** A read `plugins.yaml`, with what an edit needs. */
export interface YamlList extends PluginList {
  readonly document: Document;
}

type Report = (node: unknown, text: string) => void;

const KEYS = ['artifactId', 'groupId', 'source'];
const SOURCE_KEYS = ['version', 'url'];

/**
 * Reads a `plugins.yaml` as the plugin tool does, which takes a text that it cannot read for an empty list, and leaves out
 * keys that it does not know: a list is not to lose plugins, or their versions, by a slip.
 */
export function readPluginsYaml(text: string): YamlList {
  const counter = new LineCounter();
  const document = parseDocument<ParsedNode>(text, { lineCounter: counter, prettyErrors: false });
  const lineOf = (offset: number): number => Math.max(1, counter.linePos(offset).line);
  const problems: ListProblem[] = document.errors.map(({ pos, message }) => ({ line: lineOf(pos[0]), text: message }));
  const report: Report = (node, why) => problems.push({ line: lineOf(offsetOf(node)), text: why });
  const rows = document.errors.length > 0 ? [] : rowsIn(document, report);
  const plugins = rows.flatMap((row): PluginEntry[] => {
    const read = entryOf(row, document, report);
    return read === null ? [] : [{ line: lineOf(offsetOf(row)), ...read }];
  });
  return { plugins, problems: inOrder([...problems, ...notUtf8(text), ...repeated(plugins)]), document };
}

const offsetOf = (node: unknown): number =>
  (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined) ?? 0;

function rowsIn(document: Document, report: Report): readonly unknown[] {
  const list = document.get('plugins', true);
  if (isSeq(list)) return list.items;
  // An empty text, or `plugins:` with nothing in it.
  if (document.contents === null || (isMap(document.contents) && isScalar(list) && list.value === null)) return [];
  report(list ?? document.contents, 'it must be a list below the key "plugins"');
  return [];
}

function entryOf(row: unknown, document: Document, report: Report): Omit<PluginEntry, 'line'> | null {
  const map = resolved(row, document);
  if (!isMap(map)) {
    report(row, 'a plugin is written "- artifactId: NAME"');
    return null;
  }
  reportSlips(map, KEYS, report);
  const source = resolved(map.get('source', true), document);
  if (isMap(source)) reportSlips(source, SOURCE_KEYS, report);
  else if (source !== undefined && !(isScalar(source) && source.value === null))
    report(source, 'a source is written with "version" or "url" below it');
  const value = (of: unknown, key: string): string | null => (isMap(of) ? scalarText(of.get(key, true)) : null);
  const read = {
    name: value(map, 'artifactId') ?? '',
    version: value(source, 'version'),
    url: value(source, 'url'),
    group: value(map, 'groupId'),
  };
  const wrong = [
    nameProblem(read.name),
    read.version === null ? null : versionProblem(read.version),
    read.url === null ? null : urlProblem(read.url),
    read.group === null ? null : groupProblem(read.group),
    read.group !== null && read.version === null ? `${read.name} has a groupId, and so needs a version` : null,
  ].filter((it) => it !== null);
  for (const why of wrong) report(map, why);
  return wrong.length > 0 ? null : read;
}

const resolved = (node: unknown, document: Document): unknown => (isAlias(node) ? node.resolve(document) : node);

/** As it is written: `1.10` is no number. */
function scalarText(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

/** The tool leaves out keys that it does not know; one that is nearly a known one is a slip. */
function reportSlips(map: YAMLMap, known: readonly string[], report: Report): void {
  for (const { key } of map.items) {
    const name = scalarText(key) ?? '';
    const meant = known.find((it) => it !== name && letters(it) === letters(name));
    if (meant !== undefined) report(key, `"${name}" must be written ${meant}`);
  }
}

/** Equal for words that differ in case, in order or doubling of letters, or in a hyphen. */
const letters = (word: string): string => [...new Set(word.toLowerCase().replace(/[^a-z]/g, ''))].sort().join('');
