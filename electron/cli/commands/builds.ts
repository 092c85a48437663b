import { MAX_BUILDS, newestBuilds } from '../../core/observe/newest-builds.ts';
import { buildName } from '../../shared/build-name.ts';
import { FailureError } from '../../shared/failure.ts';
import { containerNotRunning } from '../../shared/failures/jenkins.ts';
import { badLimit } from '../../shared/failures/usage-options.ts';
import { formatAge, formatDuration } from '../../shared/format.ts';
import { harmlessData } from '../../shared/harmless.ts';
import type { Build } from '../../shared/snapshot.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { paint, printJson } from '../print.ts';
import { tableText } from '../table.ts';

/** The newest builds of the running Jenkins, running ones included; with `--quiet` only their names, one per line. */
export async function builds(
  context: CommandContext,
  _args: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const { io, options, signal } = context;
  const limit = Number(own.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_BUILDS)
    throw new FailureError(badLimit(String(own.limit), MAX_BUILDS));
  const { world, controller } = await context.session();
  const found = await newestBuilds(world, signal, limit);
  await controller.close();
  if (found === null) throw new FailureError(containerNotRunning('Jenkins', 'dood'));
  const list = harmlessData(found).slice(0, limit);
  if (options.json) printJson({ builds: list }, context);
  else if (options.quiet === true) for (const build of list) io.out(buildName(build));
  else io.out(list.length === 0 ? 'No build yet.' : buildsText(list, world.clock.now(), io));
  return exit.done;
}

function buildsText(list: readonly Build[], now: number, io: CommandContext['io']): string {
  const c = paint(io);
  const colours: Readonly<Record<Build['result'], (text: string) => string>> = {
    running: c.cyan,
    success: c.green,
    unstable: c.yellow,
    failure: c.red,
    aborted: c.dim,
    'not-built': c.dim,
  };
  const rows = list.map((build) => [
    buildName(build),
    build.result,
    formatAge(build.startedAt, now),
    formatDuration(build.duration),
  ]);
  const colourOf = (result: string): ((text: string) => string) =>
    Object.entries(colours).find(([name]) => name === result)?.[1] ?? ((text) => text);
  return tableText(['Build', 'Result', 'Started', 'Took'], rows, io, (cell, column) =>
    column === 1 ? colourOf(cell)(cell) : cell,
  );
}
