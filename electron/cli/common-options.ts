import { InvalidArgumentError, Option } from 'commander';

/** The options that every command has. */
export const commonOptions = (): readonly Option[] => [
  new Option('--json', 'print one JSON document on standard output; a failure is { "failure": … }'),
  new Option('--format <template>', 'print values of that document, such as {{.jenkins.url}}'),
  new Option('-q, --quiet', 'print only what was asked for, and failures'),
  new Option('--yes', 'answer yes to every question'),
  new Option('--config <dir>', 'folder of settings and state').argParser(notEmpty),
  new Option('--no-color', 'no colours'),
];

/** As of a variable that is not set: the command would change another set-up than was meant. */
function notEmpty(typed: string): string {
  if (typed === '') throw new InvalidArgumentError('It is empty; name a folder.');
  return typed;
}
