/** Versions of plugins and of Jenkins, compared as Jenkins does (hudson.util.VersionNumber of lib-version-number). */

/** `*`, a number, a word, or the list that follows a hyphen between digits. */
type Item = { readonly any: true } | bigint | string | Item[];

/** From the oldest on; the empty one is a release, and words that are not here are newer. */
const QUALIFIERS = ['snapshot', 'alpha', 'beta', 'milestone', 'rc', '', 'sp'];
const RELEASE = '5';
const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', cr: 'rc', ea: 'rc' };
const BEFORE_DIGIT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };
const SNAPSHOT = /^(.*)(-\d{8}\.\d{6}-\d+|-SNAPSHOT)(?: \(.*\))?$/;
/** A longer one is nobody's version. */
const MAX_LENGTH = 200;

/** Below zero: `a` is older than `b`; above: newer; zero: the same. */
export function compareVersions(a: string, b: string): number {
  const left = SNAPSHOT.exec(a);
  const right = SNAPSHOT.exec(b);
  const result = compare(parsed(numbered(a, left)), parsed(numbered(b, right)));
  return result === 0 ? compareSnapshots(left?.[2] ?? null, right?.[2] ?? null) : result;
}

export const isOlder = (a: string, b: string): boolean => compareVersions(a, b) < 0;

const numbered = (version: string, snapshot: RegExpExecArray | null): string =>
  (snapshot === null ? version : `${snapshot[1]}-snapshot`).slice(0, MAX_LENGTH).toLowerCase();

/** A snapshot with a time (`-20260101.120000-1`) cannot be compared to one without. */
function compareSnapshots(a: string | null, b: string | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (a === '-SNAPSHOT' || b === '-SNAPSHOT') return 0;
  return compareText(a.slice(1, 16), b.slice(1, 16)) || Number(a.slice(17)) - Number(b.slice(17));
}

/** A separator, `*`, digits, or other characters, which a space begins. */
const TOKEN = /[.\-*]|\d+|\s?[^.\-*\d\s]+|\s/g;

function parsed(version: string): Item[] {
  const parser = new Parser();
  for (const { 0: token, index } of version.matchAll(TOKEN)) {
    if (token === '.') parser.separate();
    else if (token === '-') parser.hyphen(/\d/.test(version.charAt(index + 1)));
    else if (token === '*') parser.any();
    else parser.add(token);
  }
  return parser.end();
}

/** Collects the items of one version. */
class Parser {
  readonly #lists: Item[][] = [[]];
  #pending: string | null = null;
  #isDigit = false;

  add(token: string): void {
    if (this.#pending !== null) this.#push(this.#isDigit ? BigInt(this.#pending) : word(this.#pending, true));
    this.#pending = token;
    this.#isDigit = /^\d/.test(token);
  }

  separate(): void {
    this.#push(this.#pending === null ? 0n : this.#item(this.#pending));
    this.#pending = null;
  }

  /** Only between digits does it begin a list: 1-1 is not 1.1. */
  hyphen(beforeDigit: boolean): void {
    this.separate();
    if (!this.#isDigit) return;
    trim(this.#list);
    if (!beforeDigit) return;
    const next: Item[] = [];
    this.#push(next);
    this.#lists.push(next);
  }

  any(): void {
    this.#push({ any: true });
    this.#pending = null;
  }

  end(): Item[] {
    if (this.#pending !== null) this.#push(this.#item(this.#pending));
    for (const list of [...this.#lists].reverse()) trim(list);
    return this.#lists[0] ?? [];
  }

  get #list(): Item[] {
    return this.#lists.at(-1) ?? [];
  }

  #push(item: Item): void {
    this.#list.push(item);
  }

  #item(text: string): Item {
    return this.#isDigit ? BigInt(text) : word(text, false);
  }
}

function word(text: string, beforeDigit: boolean): string {
  const known = beforeDigit ? (BEFORE_DIGIT[text] ?? text) : text;
  return ALIASES[known] ?? known;
}

/** Takes trailing zeros away: 1.0 is 1. */
function trim(list: Item[]): void {
  for (let last = list.at(-1); last !== undefined && isNothing(last); last = list.at(-1)) list.pop();
}

const isNothing = (item: Item): boolean =>
  item === 0n || (typeof item === 'string' && rank(item) === RELEASE) || (Array.isArray(item) && item.length === 0);

/** Sorts as text: the known ones are one digit, the others `7-word`. */
const rank = (text: string): string =>
  QUALIFIERS.includes(text) ? String(QUALIFIERS.indexOf(text)) : `${QUALIFIERS.length}-${text}`;

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** The order of the kinds: a word, a list, a number, anything. */
const kind = (item: Item): number =>
  typeof item === 'string' ? 0 : Array.isArray(item) ? 1 : typeof item === 'bigint' ? 2 : 3;

/** Null: the version ends before this item. */
function compareToNothing(item: Item): number {
  if (typeof item === 'bigint') return item === 0n ? 0 : 1;
  if (typeof item === 'string') return compareText(rank(item), RELEASE);
  if (!Array.isArray(item)) return 1;
  const [first] = item;
  return first === undefined ? 0 : compareToNothing(first);
}

function compare(a: Item, b: Item): number {
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return a === b ? 0 : a < b ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') return compareText(rank(a), rank(b));
  // As there: a number is no older than anything.
  return typeof a === 'bigint' && kind(b) === 3 ? 0 : kind(a) - kind(b);
}

function compareLists(a: readonly Item[], b: readonly Item[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const result = compareAt(a[at], b[at]);
    if (result !== 0) return result;
  }
  return 0;
}

function compareAt(left: Item | undefined, right: Item | undefined): number {
  if (left === undefined) return right === undefined ? 0 : -compareToNothing(right);
  return right === undefined ? compareToNothing(left) : compare(left, right);
}
