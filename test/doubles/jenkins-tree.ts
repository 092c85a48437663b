/** A `tree` parameter: the properties to export, each with its own, and the part of a list. */
interface Tree {
  readonly children: Map<string, Tree>;
  range: readonly [number, number] | null;
}

/**
 * Parses a `tree` as NamedPathPruner of today's Stapler does (jenkinsci/stapler, core/…/export/NamedPathPruner.java):
 * `jobs[url,builds[number]{0,10}]{,100}`. Throws if it is none.
 */
export function parseTree(text: string): Tree {
  const reader = { text, tokens: text.match(/[[\]{},]|[^[\]{},]+/g) ?? [], at: 0 };
  const root = listOf(reader);
  if (reader.at !== reader.tokens.length) throw new Error(`something follows at ${reader.at} of ${text}`);
  return root;
}

interface Reader {
  readonly text: string;
  readonly tokens: readonly string[];
  at: number;
}

function listOf(reader: Reader): Tree {
  const list: Tree = { children: new Map(), range: null };
  do {
    const name = next(reader);
    if (!/^\w+$/.test(name)) throw new Error(`expected a name at ${reader.at} of ${reader.text}`);
    const child: Tree = accept(reader, '[') ? listOf(reader) : { children: new Map(), range: null };
    if (child.children.size > 0 && !accept(reader, ']'))
      throw new Error(`expected ] at ${reader.at} of ${reader.text}`);
    if (accept(reader, '{')) child.range = rangeOf(reader);
    list.children.set(name, child);
  } while (accept(reader, ','));
  return list;
}

/** `{1,9}`, `{,9}`, `{1,}`, `{1}`; its `{` was read. */
function rangeOf(reader: Reader): readonly [number, number] {
  let text = '';
  for (let token = next(reader); token !== '}'; token = next(reader)) text += token;
  const match = /^(\d*)(,?)(\d*)$/.exec(text);
  if (match === null) throw new Error(`no range: ${text}`);
  const [, from, comma, to] = match;
  if (comma === '') return [Number(from), Number(from) + 1];
  return [Number(from), to === '' ? Number.MAX_SAFE_INTEGER : Number(to)];
}

function next(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw new Error(`${reader.text} ends too early`);
  reader.at += 1;
  return token;
}

function accept(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.at] !== token) return false;
  reader.at += 1;
  return true;
}

/** What a bean exports for a tree; without further names a bean exports nothing but its class. */
export function pruned(value: unknown, { children, range }: Tree): unknown {
  if (Array.isArray(value)) {
    const part = range === null ? value : value.slice(range[0], range[1]);
    return part.map((one) => pruned(one, { children, range: null }));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, held]) => {
    const child = children.get(name);
    if (name === '_class') return [[name, held] as const];
    return child === undefined ? [] : [[name, pruned(held, child)] as const];
  });
  return Object.fromEntries(entries);
}
