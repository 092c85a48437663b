import { logContainer } from '../../core/observe/log-source.ts';
import { FailureError } from '../../shared/failure.ts';
import { badLineCount, followedAsJson, unknownLog } from '../../shared/failures/usage.ts';
import { isLogSource, LOG_SOURCES } from '../../shared/log-source.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

export async function logs(
  context: CommandContext,
  [source = 'jenkins']: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  if (!isLogSource(source)) throw new FailureError(unknownLog(source, LOG_SOURCES));
  if (own.follow === true && context.options.json) throw new FailureError(followedAsJson());
  const { world } = await context.session();
  const container = await logContainer(world, source, context.signal);
  const lines = Number(own.lines);
  if (!Number.isInteger(lines) || lines < 0) throw new FailureError(badLineCount(String(own.lines)));
  if (own.follow === true) await world.engine.followLog(container, lines, context.io.log, context.signal);
  else {
    const tail = await world.engine.logTail(container, lines, context.signal);
    if (context.options.json) printJson({ container, lines: tail }, context);
    else for (const line of tail) context.io.log(line);
  }
  return context.signal.aborted ? exit.interrupted : exit.done;
}
