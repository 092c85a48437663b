import type { Options } from './io.ts';

interface QuickOptions extends Options {
  readonly colour: boolean;
}

const none: QuickOptions = { json: false, yes: false, config: undefined, colour: true };

/** What an option changes; an option of more words takes the next one. */
const known: Readonly<Record<string, Partial<QuickOptions>>> = {
  '--json': { json: true },
  '--quiet': { quiet: true },
  '-q': { quiet: true },
  '--no-color': { colour: false },
};

/** Options of `status` that need no parser of all commands, since prompts and scripts use them often; null: there are others. */
export function quickOptions(args: readonly string[]): QuickOptions | null {
  const at = args.indexOf('--format');
  const format = at < 0 ? undefined : args[at + 1];
  const plain = at < 0 ? args : args.toSpliced(at, 2);
  if (at >= 0 && (format === undefined || format === 'json' || plain.includes('--json'))) return null;
  const changes = plain.map((arg) => (Object.hasOwn(known, arg) ? known[arg] : undefined));
  if (changes.includes(undefined)) return null;
  return Object.assign({}, none, ...changes, format === undefined ? {} : { json: true, format });
}
