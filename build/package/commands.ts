import type { Command } from 'commander';

/** What man page and completions say of one command. */
export interface CommandText {
  readonly name: string;
  /** As typed, with its arguments: `up <mode>`. */
  readonly usage: string;
  readonly description: string;
  readonly options: readonly OptionText[];
  /** What its first argument can be; empty if that is anything. */
  readonly values: readonly string[];
}

interface OptionText {
  /** As help shows it: `--lines <count>`. */
  readonly flags: string;
  readonly long: string;
  readonly description: string;
  /** The name of the value that must follow it; null if none must. */
  readonly takes: string | null;
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  up: ['dind', 'dood'],
  update: ['dind', 'dood'],
  plan: ['dind', 'dood', 'off'],
  logs: ['jenkins', 'dind'],
  shell: ['jenkins', 'dind'],
  images: ['list', 'prepare', 'remove'],
  plugins: ['list', 'add', 'remove', 'edit', 'check'],
  snapshot: ['create', 'list', 'verify', 'restore', 'export', 'import', 'delete'],
  password: ['check', 'set', 'rotate'],
  config: ['get', 'set', 'unset', 'edit', 'back', 'list', 'path'],
};

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
        .flatMap(({ flags, long, description, required }) =>
          long == null ? [] : [{ flags, long, description, takes: required ? placeholder(flags) : null }],
        ),
      values: VALUES[command.name()] ?? [],
    }));
}

/** The name of a value in brackets: `count` in `--lines <count>`. */
const placeholder = (flags: string): string => flags.replace(/^.*<|>.*$/g, '');
