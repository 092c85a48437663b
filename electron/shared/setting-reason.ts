import { oneOf } from './format.ts';

/** What zod says of a value; its mini build has no messages of its own. */
export interface SettingIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  /** Those that the schema does not have. */
  readonly keys?: readonly string[];
  /** The type that was expected. */
  readonly expected?: string;
  /** The values that were. */
  readonly values?: readonly unknown[];
  /** Its bounds: of a number, of a text's characters or of a list's entries. */
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly origin?: string;
  /** Of each alternative. */
  readonly errors?: readonly (readonly SettingIssue[])[];
}

/** Of zod's mini build, where a schema names no reason. */
const NO_MESSAGE = 'Invalid input';

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** Why a value is refused, as the rest of a sentence after its name: `must be true or false`. */
export function reasonOf(issue: SettingIssue): string {
  const { message, expected, values, errors, keys, minimum, maximum } = issue;
  // Of alternatives, the last is the most likely.
  const inner = errors?.at(-1)?.[0];
  if (inner !== undefined) return reasonOf(inner);
  if (message !== NO_MESSAGE) return message;
  if (keys !== undefined && keys.length > 0) return `must not have ${oneOf(keys)}`;
  if (values !== undefined && values.length > 0) return `must be ${oneOf(values.map((it) => JSON.stringify(it)))}`;
  if (minimum !== undefined) return `must be at least ${minimum}${unitOf(issue)}`;
  if (maximum !== undefined) return `must be at most ${maximum}${unitOf(issue)}`;
  const type = expected === undefined ? undefined : TYPES[expected];
  return type === undefined ? 'is not an allowed value' : `must be ${type}`;
}

const unitOf = ({ origin }: SettingIssue): string =>
  origin === 'array' ? ' entries' : origin === 'string' ? ' characters' : '';
