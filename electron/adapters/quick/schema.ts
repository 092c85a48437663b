/**
 * What this app uses of zod's `zod/mini`, for `status` only, which prompts run often: to load zod and make schemas with it
 * takes 12 ms, a third of the whole command. build/bundle/leave-out.mjs puts it in zod's place in that bundle. It says only
 * whether a value is accepted; where the reasons are asked for, `wereReasonsWanted` is true from then on, and the whole
 * program has to be run instead. test/unit/adapters/quick/schema.test.ts compares it with zod.
 */

const REFUSED = Symbol('refused');
/** What becomes of a value: another one, such as a default, or REFUSED. */
type Read = (value: unknown) => unknown;
/** What a missing key is: an error, nothing, or replaced by a default. */
type Missing = 'error' | 'nothing' | 'default';
type Check = Read;
type Shape = Readonly<Record<string, Schema>>;

let wanted = false;
/** Whether it was asked why a value is refused, which is not known here. */
export const wereReasonsWanted = (): boolean => wanted;

class Schema {
  readonly read: Read;
  readonly missing: Missing;
  /** Whether a missing key may stay away. */
  readonly isOptional: boolean;
  readonly shape: Shape;

  constructor(read: Read, missing: Missing = 'error', isOptional = false, shape: Shape = {}) {
    this.read = read;
    this.missing = missing;
    this.isOptional = isOptional;
    this.shape = shape;
  }

  check(...checks: readonly Check[]): Schema {
    const read: Read = (value) => {
      let now = this.read(value);
      for (const check of checks) {
        if (now === REFUSED) return REFUSED;
        now = check(now);
      }
      return now;
    };
    return new Schema(read, this.missing, this.isOptional, this.shape);
  }

  safeParse(value: unknown) {
    const data = this.read(value);
    if (data !== REFUSED) return { success: true, data } as const;
    return {
      success: false,
      get error() {
        wanted = true;
        return { issues: [] };
      },
    } as const;
  }

  parse(value: unknown): unknown {
    const data = this.read(value);
    if (data !== REFUSED) return data;
    wanted = true;
    throw new Error('a value is refused');
  }
}

const accepting = (accepts: (value: unknown) => boolean): Schema =>
  new Schema((value) => (accepts(value) ? value : REFUSED));
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const string = (): Schema => accepting((value) => typeof value === 'string');
export const number = (): Schema => accepting(Number.isFinite);
export const int = (_error?: unknown): Schema => accepting(Number.isSafeInteger);
export const boolean = (): Schema => accepting((value) => typeof value === 'boolean');
export const unknown = (): Schema => accepting(() => true);
export const custom = (accepts: (value: unknown) => boolean): Schema => accepting(accepts);
export const literal = (one: unknown): Schema => accepting((value) => value === one);
const oneOf = (all: readonly unknown[]): Schema => accepting((value) => all.includes(value));
export const ipv4 = (): Schema => accepting((value) => typeof value === 'string' && IPV4.test(value));
export const ipv6 = (): Schema => accepting((value) => typeof value === 'string' && isIpv6(value));
/** Not known here. */
export const url = (): Schema => accepting(() => false);

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])';
const IPV4 = new RegExp(`^(?:${BYTE}\\.){3}${BYTE}$`);

function isIpv6(text: string): boolean {
  // As zod: by what a URL takes, without what that would overlook.
  return /^[0-9a-fA-F:.]+$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]`);
}

export const array = (of: Schema): Schema =>
  new Schema((value) => {
    if (!Array.isArray(value)) return REFUSED;
    const all = value.map((it) => of.read(it));
    return all.includes(REFUSED) ? REFUSED : all;
  });

export const record = (_key: Schema, of: Schema): Schema =>
  new Schema((value) => {
    if (!isObject(value)) return REFUSED;
    const all: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) {
      if (key === '__proto__') continue;
      const read = of.read(each);
      if (read === REFUSED) return REFUSED;
      all[key] = read;
    }
    return all;
  });

type Fields = Record<string, unknown>;

/** Reads one field into `to`, with zod's rules for missing keys; returns whether it is accepted. */
function readField(from: Readonly<Fields>, key: string, of: Schema, to: Fields): boolean {
  const isPresent = key in from;
  if (!isPresent && of.missing === 'error') return false;
  if (!isPresent && of.missing === 'nothing' && of.isOptional) return true;
  const found = of.read(from[key]);
  if (found === REFUSED) return !isPresent && of.isOptional;
  const isKept = isPresent || (of.missing === 'default' && !of.isOptional);
  if (found !== undefined || isKept) to[key] = found;
  return true;
}

function withOthers(from: Readonly<Fields>, to: Fields, shape: Shape, others: 'kept' | 'refused'): unknown {
  const unknown = Object.keys(from).filter((key) => !Object.hasOwn(shape, key));
  if (others === 'refused') return unknown.length === 0 ? to : REFUSED;
  for (const key of unknown) if (key !== '__proto__') to[key] = from[key];
  return to;
}

/** `others`: what becomes of keys that the shape does not have. */
function objectOf(shape: Shape, others: 'dropped' | 'kept' | 'refused'): Schema {
  const fields = Object.entries(shape);
  const read: Read = (value) => {
    if (!isObject(value)) return REFUSED;
    const all: Fields = {};
    for (const [key, of] of fields) if (!readField(value, key, of, all)) return REFUSED;
    return others === 'dropped' ? all : withOthers(value, all, shape, others);
  };
  return new Schema(read, 'error', false, shape);
}

export const object = (shape: Shape): Schema => objectOf(shape, 'dropped');
export const looseObject = (shape: Shape): Schema => objectOf(shape, 'kept');
export const strictObject = (shape: Shape): Schema => objectOf(shape, 'refused');
export const extend = (base: Schema, shape: Shape): Schema => object({ ...base.shape, ...shape });

export const union = (options: readonly Schema[]): Schema =>
  new Schema((value) => {
    for (const { read } of options) {
      const found = read(value);
      if (found !== REFUSED) return found;
    }
    return REFUSED;
  });

export const nullable = (of: Schema): Schema =>
  new Schema((value) => (value === null ? null : of.read(value)), of.missing, of.isOptional);
export const optional = (of: Schema): Schema =>
  new Schema(
    (value) => (value === undefined && of.missing !== 'default' ? undefined : of.read(value)),
    of.missing === 'default' ? 'default' : 'nothing',
    true,
  );
export const exactOptional = (of: Schema): Schema =>
  new Schema(of.read, of.missing === 'default' ? 'default' : 'nothing', true);
export const nullish = (of: Schema): Schema => optional(nullable(of));
export const _default = (of: Schema, value: unknown): Schema =>
  new Schema((given) => {
    const found = given === undefined ? undefined : of.read(given);
    if (found !== undefined) return found;
    return Array.isArray(value) ? [...value] : isObject(value) ? { ...value } : value;
  }, 'default');
export const prefault = (of: Schema, value: unknown): Schema =>
  new Schema((given) => of.read(given === undefined ? value : given), 'default');
const caught = (of: Schema, instead: unknown): Schema =>
  new Schema(
    (value) => {
      const found = of.read(value);
      return found === REFUSED ? instead : found;
    },
    of.missing === 'default' ? 'default' : 'nothing',
    of.isOptional,
  );

export { caught as catch, oneOf as enum };

/** Our schemas check texts, numbers and the lengths of lists. */
const ofText =
  (change: (text: string) => unknown): Check =>
  (value) =>
    typeof value === 'string' ? change(value) : REFUSED;
const ofNumber =
  (accepts: (value: number) => boolean): Check =>
  (value) =>
    typeof value === 'number' && accepts(value) ? value : REFUSED;
const ofLength =
  (accepts: (length: number) => boolean): Check =>
  (value) => {
    // As zod: in characters, of which one may be two units.
    if (typeof value === 'string') return accepts([...value].length) ? value : REFUSED;
    return Array.isArray(value) && accepts(value.length) ? value : REFUSED;
  };

export const refine = (accepts: (text: string) => boolean, _error?: unknown): Check =>
  ofText((text) => (accepts(text) ? text : REFUSED));
export const overwrite = (change: (text: string) => string): Check => ofText(change);
export const regex = (pattern: RegExp, _error?: unknown): Check => refine((text) => pattern.test(text));
export const minimum = (least: number, _error?: unknown): Check => ofNumber((value) => value >= least);
export const maximum = (most: number, _error?: unknown): Check => ofNumber((value) => value <= most);
export const minLength = (least: number): Check => ofLength((length) => length >= least);
export const maxLength = (most: number, _error?: unknown): Check => ofLength((length) => length <= most);
