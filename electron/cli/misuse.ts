import type { Argument, Command, CommanderError } from 'commander';
import { invalidCommand, type UsageFailure } from '../shared/failures/usage.ts';

/** What people type who know other programs, and what it is here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  start: 'up dind or up dood',
  stop: 'down',
  ps: 'status',
  ls: 'status',
  info: 'status',
  switch: 'toggle',
  exec: 'shell',
  login: 'password',
  backup: 'snapshot create',
  top: 'gpu',
  check: 'doctor',
  rm: 'down',
  version: '--version',
};

/** What commander refused, as a failure that names the help of the command in question. `argv`: with node and script. */
export function misuse({ code, message }: CommanderError, program: Command, argv: readonly string[]): UsageFailure {
  const typed = argv.slice(2);
  if (code === 'commander.help') {
    const [first, sought] = typed;
    const said = first === 'help' && sought !== undefined ? `Unknown command '${sought}'` : 'No command was given';
    return invalidCommand(said, '', null);
  }
  // Its message, in sentences, and further lines with hints.
  const [said = '', ...hints] = withoutWords(message, code)
    .replace(/^error: /, '')
    .split(/\n|\. (?=[A-Z])/);
  const named = /^error: unknown command '(.*?)'/.exec(message)?.[1];
  // The first that is one: words after it are its arguments.
  const first = named === undefined ? typed.find((word) => commandOf(program, word) !== undefined) : undefined;
  const command = first === undefined ? undefined : commandOf(program, first);
  const lacking =
    code === 'commander.missingArgument' ? command?.registeredArguments.find((it) => it.required) : undefined;
  const elsewhere = named !== undefined && Object.hasOwn(ELSEWHERE, named) ? named : undefined;
  const known = elsewhere === undefined ? hints.map(withoutBrackets) : [`Here it is ${ELSEWHERE[elsewhere]}.`];
  const told = lacking === undefined ? known : valuesOf(lacking);
  return invalidCommand(capital(said), told.join(' '), command?.name() ?? null);
}

const commandOf = (program: Command, word: string): Command | undefined =>
  program.commands.find((it) => it.name() === word);

const valuesOf = ({ argChoices = [] }: Argument): readonly string[] =>
  argChoices.length === 0 ? [] : [`It can be ${argChoices.join(', ')}.`];

/** Words too many are not repeated: after `password set` they are a password. */
const withoutWords = (message: string, code: string): string =>
  code === 'commander.excessArguments' ? message.replace(/(but got \d+): [\s\S]*$/, '$1.') : message;

/** commander's hint is `(Did you mean up?)`. */
const withoutBrackets = (hint: string): string => hint.replace(/^\((.*)\)$/, '$1');

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
