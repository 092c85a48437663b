/** A plugin as a list asks for it. */
export interface PluginEntry {
  /** From 1. */
  readonly line: number;
  readonly name: string;
  /** Such as `5.10.1`, `latest` or `experimental`; null: none is given, which means the newest. */
  readonly version: string | null;
  /** Where it is downloaded from; null: the update centre, or with a `group` the incrementals repository. */
  readonly url: string | null;
  /** The Maven group of an incremental build; null: it is none. */
  readonly group: string | null;
}

/** What is wrong in a line, from 1. */
export interface ListProblem {
  readonly line: number;
  readonly text: string;
}

export interface PluginList {
  readonly plugins: readonly PluginEntry[];
  readonly problems: readonly ListProblem[];
}

const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;
/** As Maven has them, with a digit: `5.10.1`, `2.19-rc289.d09828a05a74`, `1424.vc64a_edde7777`. */
const VERSION = /^(?=\D*\d)[A-Za-z0-9][\w.+~-]{0,99}$/;
const RANGE = /(^|\.)x$/i;
const WORDS = ['latest', 'experimental'];
const EXAMPLE = 'such as git:5.10.1';

/** What is wrong with a plugin's name; null: nothing. */
export const nameProblem = (name: string): string | null =>
  NAME.test(name)
    ? null
    : name === ''
      ? `the name is missing, ${EXAMPLE}`
      : `"${name}" is no plugin’s name, ${EXAMPLE}`;

/** What is wrong with a version; null: nothing. */
export function versionProblem(version: string): string | null {
  if (WORDS.includes(version) || (VERSION.test(version) && !RANGE.test(version))) return null;
  const word = WORDS.find((it) => it === version.toLowerCase());
  return word === undefined ? `"${version}" is no version, ${EXAMPLE}` : `"${version}" must be written ${word}`;
}

/** What is wrong with an address; null: nothing. The plugin tool ignores what is none. */
export const urlProblem = (url: string): string | null =>
  /^(https?|ftp|file):\/\/?[^\s/]/i.test(url) && URL.canParse(url)
    ? null
    : `"${url}" is no address, such as https://example.org/git.hpi`;

/** What is wrong with the group and version of an incremental build; null: nothing. */
export const groupProblem = (group: string): string | null =>
  /^[A-Za-z][\w.-]{0,199}$/.test(group) ? null : `"${group}" is no group, such as org.jenkins-ci.plugins`;

/**
 * Reads a `plugins.txt` as the plugin tool does (PluginListParser in jenkinsci/plugin-installation-manager-tool): a plugin in
 * each line as `name`, `name:version`, `name:version:address`, `name::address` or `name:incrementals;group;version`. What the
 * tool takes for something else than was meant is a problem here.
 */
export function readPluginsTxt(text: string): PluginList {
  const problems: ListProblem[] = [];
  const plugins = text.split(/\r\n|\n|\r/).flatMap((content, index): PluginEntry[] => {
    const said = entryText(content);
    if (said === '') return [];
    const read = readEntry(said);
    if (typeof read === 'string') {
      problems.push({ line: index + 1, text: read });
      return [];
    }
    return [{ line: index + 1, ...read }];
  });
  return { plugins, problems: inOrder([...problems, ...notUtf8(text), ...repeated(plugins)]) };
}

/** The tool reads no other encoding; a text with what could not be read must not be written back. */
export const notUtf8 = (text: string): readonly ListProblem[] =>
  text
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => (line.includes('\ufffd') ? [{ line: index + 1, text: 'it is not UTF-8' }] : []));

/** A line without its comment; only ASCII spaces are spaces to the tool. */
export const entryText = (line: string): string =>
  /^[ \t\v\f]*#/.test(line) ? '' : line.replace(/[ \t\v\f]#.*/, '').replace(/^[ \t\v\f]+|[ \t\v\f]+$/g, '');

/** The plugin that a text such as `git:5.10.1` names, or what is wrong with it. */
export function readEntry(said: string): Omit<PluginEntry, 'line'> | string {
  if (/\s/.test(said)) return `"${said}" is more than a plugin’s name and version, ${EXAMPLE}`;
  const [name = '', version = null, ...rest] = said.split(':');
  const wrongName = nameProblem(name);
  if (wrongName !== null) return wrongName;
  const url = rest.length === 0 ? null : rest.join(':');
  if (version === null) return { name, version, url, group: null };
  if (url?.startsWith('//')) return `an address needs two colons before it: ${name}::${version}:${url}`;
  if (version.includes('incrementals')) return incremental(name, version, url);
  if (version === '' && url === null) return `the version after "${name}:" is missing`;
  const wrong = (version === '' ? null : versionProblem(version)) ?? (url === null ? null : urlProblem(url));
  return wrong ?? { name, version: version === '' ? null : version, url, group: null };
}

function incremental(name: string, said: string, url: string | null): Omit<PluginEntry, 'line'> | string {
  const [word, group = '', version = '', ...more] = said.split(';');
  if (word !== 'incrementals' || version === '' || more.length > 0)
    return `an incremental build is written ${name}:incrementals;GROUP;VERSION`;
  const wrong = groupProblem(group) ?? versionProblem(version) ?? (url === null ? null : urlProblem(url));
  return wrong ?? { name, version, url, group };
}

/** The plugins that are in the list twice, of which the tool takes one without a word. */
export function repeated(plugins: readonly PluginEntry[]): readonly ListProblem[] {
  const first = new Map<string, number>();
  return plugins.flatMap(({ name, line }) => {
    const before = first.get(name);
    if (before === undefined) first.set(name, line);
    return before === undefined ? [] : [{ line, text: `${name} is in line ${before} already` }];
  });
}

export const inOrder = (problems: readonly ListProblem[]): readonly ListProblem[] =>
  [...problems].sort((a, b) => a.line - b.line);

/** A plugin as a line of `plugins.txt`. */
export function entryLine({ name, version, url, group }: Omit<PluginEntry, 'line'>): string {
  const which = group === null ? (version ?? '') : `incrementals;${group};${version ?? ''}`;
  return [name, ...(which === '' && url === null ? [] : [which]), ...(url === null ? [] : [url])].join(':');
}
