import { Command, CommanderError } from 'commander';
import { FailureError } from '../shared/failure.ts';
import { twoFormats } from '../shared/failures/usage-options.ts';
import { usesColour, withoutColours } from './colour.ts';
import { createCommandContext } from './command-context.ts';
import { commonOptions } from './common-options.ts';
import { definitions } from './definitions.ts';
import { guarded } from './guarded.ts';
import { exit, type Open, type Options } from './io.ts';
import { misuse } from './misuse.ts';
import { printFailure } from './print.ts';
import { checkTemplate } from './template.ts';

declare const APP_VERSION: string;

/** Runs the command line; returns the exit code. */
export async function main(argv: readonly string[], open: Open = openLazily): Promise<number> {
  let code: number = exit.done;
  if (argv.includes('--no-color')) withoutColours(process.env);
  const finished = (done: number): void => {
    code = done;
  };
  const program = commandLine(finished, open);
  if (argv.length <= 2) {
    // As docker, gh and kubectl do.
    program.outputHelp();
    return exit.done;
  }
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return exit.done;
    const options = { json: wantsJson(argv), yes: false, config: undefined };
    printFailure(misuse(thrown, program, argv), createCommandContext(options, open, AbortSignal.abort()));
    return exit.usage;
  }
}

/** Every command with its options and texts; the packages' man page and completions are made of it, too. */
export function commandLine(finished: (code: number) => void, open: Open = openLazily): Command {
  const program = new Command('jenkins-tray')
    .description('Runs your own Jenkins and switches it between DinD and DooD; its home is kept')
    .version(APP_VERSION)
    .exitOverride()
    .configureOutput({
      // Errors are printed as failures.
      writeErr: () => undefined,
      // Also when piped, since only people read help.
      getOutHelpWidth: () => process.stdout.columns || 80,
      getOutHasColors: () => usesColour(process.stdout, process.env),
      getErrHasColors: () => usesColour(process.stderr, process.env),
    })
    .configureHelp({
      // Each takes options; without that word the texts fit a terminal of 80 columns.
      subcommandTerm: (command) =>
        [
          command.name(),
          ...command.registeredArguments.map((it) => (it.required ? `<${it.name()}>` : `[${it.name()}]`)),
        ].join(' '),
    })
    .addHelpText('after', '\njenkins-tray COMMAND --help lists the options of a command.');
  // Each command has these too; here they are accepted before its name.
  for (const option of commonOptions()) program.addOption(option.hideHelp());
  for (const { usage, description, example, values = [], options = [], load } of definitions) {
    const command = program
      .command(usage)
      .description(description)
      .addHelpText('after', `\nExample:\n  $ jenkins-tray ${example}`);
    // The command itself refuses others: it knows what to say about them.
    if (values.length > 0) command.registeredArguments[0]?.choices(values).argParser(String);
    for (const option of [...options, ...commonOptions()]) command.addOption(option);
    command.action(async (...all: unknown[]) => {
      const own = command.optsWithGlobals<Record<string, unknown>>();
      const args = all.slice(0, -2).flatMap((each) => (typeof each === 'string' ? [each] : []));
      const given = optionsOf(own);
      const code = await guarded(given, opening(own, open), async (context) => {
        checkFormat(own, given);
        return (await load())(context, args, own);
      });
      finished(code);
    });
  }
  return program;
}

/** Before the options are parsed. */
const wantsJson = (argv: readonly string[]): boolean =>
  argv.includes('--json') ||
  argv.includes('--format=json') ||
  argv.some((arg, at) => arg === '--format' && argv[at + 1] === 'json');

/** `--format json` is `--json`, as for docker. */
function optionsOf(own: Readonly<Record<string, unknown>>): Options {
  const format = typeof own.format === 'string' && own.format !== 'json' ? own.format : undefined;
  return {
    json: own.json === true || own.format !== undefined,
    format,
    yes: own.yes === true,
    quiet: own.quiet === true,
    config: typeof own.config === 'string' ? own.config : undefined,
  };
}

/** Before anything is done; throws `usage/invalid`. */
function checkFormat(own: Readonly<Record<string, unknown>>, { format }: Options): void {
  if (own.json === true && format !== undefined) throw new FailureError(twoFormats());
  if (format !== undefined) checkTemplate(format);
}

/** With `--trace`, what the command does is written to a file. */
function opening({ trace }: Readonly<Record<string, unknown>>, untraced: Open): Open {
  if (typeof trace !== 'string') return untraced;
  let open: Open | null = null;
  return async (configDir) => {
    open ??= (await import('./trace.ts')).openTraced(trace);
    (await import('../adapters/core-dumps.ts')).forbidCoreDumps();
    return open(configDir);
  };
}

/** Lazy: help and usage errors need no core. */
const openLazily: Open = async (configDir) => {
  const [{ open }, { forbidCoreDumps }] = await Promise.all([
    import('./session.ts'),
    import('../adapters/core-dumps.ts'),
  ]);
  forbidCoreDumps();
  return open(configDir);
};
