import type { Command } from 'commander';
import { definitions, type Next } from '../../electron/cli/definitions.ts';
import { settingsKeys } from '../../electron/core/settings/config-keys.ts';

/** What man page and completions say of one command. */
export interface CommandText {
  readonly name: string;
  /** As typed, with its arguments: `up <mode>`. */
  readonly usage: string;
  readonly description: string;
  readonly options: readonly OptionText[];
  /** What its first argument can be; empty if that is anything. */
  readonly values: readonly string[];
  /** What can follow such a value: words, or the path of a file. */
  readonly next: Readonly<Record<string, readonly string[] | 'file'>>;
}

interface OptionText {
  /** As help shows it: `--lines <count>`. */
  readonly flags: string;
  readonly long: string;
  readonly description: string;
  /** The name of the value that must follow it; null if none must. */
  readonly takes: string | null;
  /** What its value can be; empty if that is anything. */
  readonly choices: readonly string[];
}

/** The commands that help lists, in its order. */
export function commandsOf(program: Command): readonly CommandText[] {
  const help = program.createHelp();
  return help
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help')
    .map((command) => ({
      name: command.name(),
      usage: [
        command.name(),
        ...command.registeredArguments.map((it) => (it.required ? `<${it.name()}>` : `[${it.name()}]`)),
      ].join(' '),
      description: command.description(),
      options: help
        .visibleOptions(command)
        .flatMap(({ flags, long, description, required, argChoices: choices = [] }) =>
          long == null ? [] : [{ flags, long, description, takes: required ? placeholder(flags) : null, choices }],
        ),
      values: command.registeredArguments[0]?.argChoices ?? [],
      next: nextOf(command.name()),
    }));
}

/** The name of a value in brackets: `count` in `--lines <count>`. */
const placeholder = (flags: string): string => flags.replace(/^.*<|>.*$/g, '');

/** As the definition of a command has it, with the names of the settings. */
const nextOf = (name: string): CommandText['next'] =>
  Object.fromEntries(
    Object.entries(definitions.find(({ usage }) => usage.split(' ')[0] === name)?.next ?? {}).map(([value, next]) => [
      value,
      wordsOf(next),
    ]),
  );

const wordsOf = (next: Next): readonly string[] | 'file' => (next === 'setting' ? settingsKeys : next);
