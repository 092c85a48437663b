import { runningContainer } from '../../core/observe/log-source.ts';
import { FailureError } from '../../shared/failure.ts';
import { unknownPlace } from '../../shared/failures/usage.ts';
import { shellAsDocument } from '../../shared/failures/usage-options.ts';
import { isLogSource, LOG_SOURCES } from '../../shared/log-source.ts';
import type { CommandContext } from '../io.ts';

/** A shell in the running container of Jenkins, as its user, or of the nested engine, as root. Returns its exit code. */
export async function shell(context: CommandContext, [place = 'jenkins']: readonly string[]): Promise<number> {
  if (!isLogSource(place)) throw new FailureError(unknownPlace(place, LOG_SOURCES));
  if (context.options.json) throw new FailureError(shellAsDocument());
  const { world } = await context.session();
  const container = await runningContainer(world, place, context.signal);
  const [{ connect }, { resolveConnection }, { runShell }] = await Promise.all([
    import('../../adapters/engine/engine.ts'),
    import('../../adapters/engine/endpoint.ts'),
    import('../../adapters/engine/shell.ts'),
  ]);
  const connection = resolveConnection(world.settings.load().settings.engineContext, process.env);
  const streams = { input: process.stdin, output: process.stdout, errors: process.stderr };
  return runShell(await connect(connection), connection.endpoint, container, streams, context.signal);
}
