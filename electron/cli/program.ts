import { Command, CommanderError, Option } from 'commander';
import { invalidCommand } from '../shared/failures/usage.ts';
import { harmless } from '../shared/harmless.ts';
import { createCommandContext } from './command-context.ts';
import { guarded } from './guarded.ts';
import { type CommandContext, type ExitCode, exit, type Open, type Options } from './io.ts';
import { printJson } from './print.ts';

declare const APP_VERSION: string;

/** The function of a command; `own` holds the command's own options. */
type Work = (
  context: CommandContext,
  args: readonly string[],
  own: Readonly<Record<string, unknown>>,
) => Promise<ExitCode>;

/** Runs the command line; returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let code: ExitCode = exit.done;
  const program = commandLine(argv, (done) => {
    code = done;
  });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return exit.done;
    if (argv.includes('--json'))
      printJson(
        { failure: invalidCommand(thrown.message) },
        createCommandContext(noOptions, openLazily, AbortSignal.abort()),
      );
    return exit.usage;
  }
}

/** Every command with its options and texts; the packages' man page and completions are made of it, too. */
export function commandLine(argv: readonly string[], finished: (code: ExitCode) => void): Command {
  const program = new Command('jenkins-tray')
    .description('Runs your own Jenkins and switches it between DinD and DooD; its home is kept')
    .version(APP_VERSION)
    // Each command has these too; here they are accepted before its name.
    .addOption(new Option('--json').hideHelp())
    .addOption(new Option('--yes').hideHelp())
    .addOption(new Option('--config <dir>').hideHelp())
    .exitOverride()
    .configureOutput({
      writeErr: (text) => void (argv.includes('--json') || process.stderr.write(harmless(text))),
      // Also when piped, since only people read help.
      getOutHelpWidth: () => process.stdout.columns || 80,
    })
    .showHelpAfterError('(jenkins-tray --help lists the commands)');
  const add = (
    usage: string,
    description: string,
    example: string,
    work: Work,
    options: readonly Option[] = [],
  ): void => {
    const command = program
      .command(usage)
      .description(description)
      .option('--json', 'print one JSON document on standard output; a failure is { "failure": … }')
      .option('--yes', 'answer yes to every question')
      .option('--config <dir>', 'folder of settings and state')
      .addHelpText('after', `\nExample:\n  $ jenkins-tray ${example}`);
    for (const option of options) command.addOption(option);
    command.action(async (...all: unknown[]) => {
      const own = command.optsWithGlobals<Record<string, unknown>>();
      const args = all.slice(0, -2).flatMap((each) => (typeof each === 'string' ? [each] : []));
      const code = await guarded(optionsOf(own), openLazily, (context) => work(context, args, own));
      finished(code);
    });
  };
  const lazy =
    (load: () => Promise<Work>): Work =>
    async (context, args, own) =>
      (await load())(context, args, own);
  const mode = '<mode>';
  add(
    'status',
    'show the state of Jenkins, its builds and the engine',
    'status --json',
    lazy(async () => (await import('./commands/status.ts')).status),
  );
  add(
    `up ${mode}`,
    'start Jenkins in a mode: dind or dood',
    'up dind',
    lazy(async () => (await import('./commands/switch.ts')).up),
  );
  add(
    'toggle',
    'switch to the other mode',
    'toggle --yes',
    lazy(async () => (await import('./commands/switch.ts')).toggle),
  );
  add(
    'down',
    'stop Jenkins and remove its containers; keep home, images and volumes',
    'down --volumes',
    lazy(async () => (await import('./commands/switch.ts')).down),
    [
      new Option('--volumes', "also remove the nested engine's volumes"),
      new Option('--images', 'also remove the images'),
    ],
  );
  add(
    'update [mode]',
    'pull the base images again, rebuild both images, and restart Jenkins from them',
    'update',
    lazy(async () => (await import('./commands/switch.ts')).update),
  );
  add(
    `plan ${mode}`,
    'show the steps of a switch to a mode (dind, dood, off) without running them',
    'plan dood',
    lazy(async () => (await import('./commands/plan.ts')).plan),
  );
  add(
    'take-over [name]',
    'continue with a Jenkins that Jenkins Tray did not create; without a name: list them',
    'take-over jenkins-blueocean',
    lazy(async () => (await import('./commands/take-over.ts')).takeOver),
  );
  add(
    'open',
    "open Jenkins' page in the browser",
    'open',
    lazy(async () => (await import('./commands/open.ts')).open),
  );
  add(
    'logs [source]',
    'show the log of jenkins or of the nested engine (dind)',
    'logs dind --follow --tail 20',
    lazy(async () => (await import('./commands/logs.ts')).logs),
    [
      new Option('-f, --follow', 'keep printing new lines'),
      new Option('-n, --tail <count>', 'number of past lines, or all; 200, or all with --since'),
      new Option('--since <time>', 'only lines since a date, or a duration ago, such as 10m'),
      new Option('-t, --timestamps', 'begin each line with its time'),
      // Its name in journalctl, and here once.
      new Option('--lines <count>').hideHelp(),
    ],
  );
  add(
    'gpu',
    'show GPU usage, and the builds that cause it',
    'gpu --watch',
    lazy(async () => (await import('./commands/gpu.ts')).gpu),
    [
      new Option('--watch', 'repeat every second'),
      new Option('--prometheus', 'print metrics for Prometheus, with the names of NVIDIA’s exporter'),
      new Option('--release <minutes>', 'let go of the GPUs, for MIG changes, resets and driver updates; 0 ends that'),
      new Option('--ledger [by]', 'GPU-minutes, peak memory and watt-hours by build or job, as CSV')
        .choices(['build', 'job'])
        .preset('build'),
    ],
  );
  add(
    'doctor',
    'check everything that Jenkins needs, and suggest fixes',
    'doctor',
    lazy(async () => (await import('./commands/doctor.ts')).doctor),
    [new Option('--gpu', 'find out why builds cannot reach the GPUs')],
  );
  add(
    'config [action] [key] [value]',
    'read or change settings: get KEY, set KEY VALUE, list, path',
    'config set ports.dood 9090',
    lazy(async () => (await import('./commands/config.ts')).config),
  );
  return program;
}

const optionsOf = (own: Readonly<Record<string, unknown>>): Options => ({
  json: own.json === true,
  yes: own.yes === true,
  config: typeof own.config === 'string' ? own.config : undefined,
});

/** Lazy: help and usage errors need no core. */
const openLazily: Open = async (configDir) => {
  const [{ openWith }, { forbidCoreDumps }] = await Promise.all([
    import('./session.ts'),
    import('../adapters/core-dumps.ts'),
  ]);
  forbidCoreDumps();
  return openWith()(configDir);
};

const noOptions: Options = { json: true, yes: false, config: undefined };
