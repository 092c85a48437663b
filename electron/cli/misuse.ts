import type { Argument, Command, CommanderError } from 'commander';
import { invalidCommand, type UsageFailure } from '../shared/failures/usage.ts';

/** What commander refused, as a failure that names the help of the command in question. `argv`: with node and script. */
export function misuse({ code, message }: CommanderError, program: Command, argv: readonly string[]): UsageFailure {
  // Its message, in sentences, and further lines with hints.
  const [said = '', ...hints] = message.replace(/^error: /, '').split(/\n|\. (?=[A-Z])/);
  const command = program.commands.find((it) => argv.slice(2).includes(it.name()));
  const lacking =
    code === 'commander.missingArgument' ? command?.registeredArguments.find((it) => it.required) : undefined;
  const told = lacking === undefined ? hints.map(withoutBrackets) : valuesOf(lacking);
  return invalidCommand(capital(said), told.join(' '), command?.name() ?? null);
}

const valuesOf = ({ argChoices = [] }: Argument): readonly string[] =>
  argChoices.length === 0 ? [] : [`It can be ${argChoices.join(', ')}.`];

/** commander's hint is `(Did you mean up?)`. */
const withoutBrackets = (hint: string): string => hint.replace(/^\((.*)\)$/, '$1');

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
